import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Script = Readonly<{ child: ChildProcess; lines: readonly string[] }>;

/** Runs a TypeScript file as a process of its own, as the project's runner does; `lines` grows with what it prints. */
export const spawnScript = (file: string, args: readonly string[]): Script => {
  const flags = ['--conditions=@paygraph/source', '--require', '@swc-node/register'];
  const child = spawn(process.execPath, [...flags, file, ...args], { stdio: ['ignore', 'pipe', 'inherit'], cwd: __dirname });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => void lines.push(line));
  return { child, lines };
};
