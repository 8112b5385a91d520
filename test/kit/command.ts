import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root';

type Exit = Readonly<{ code: number | null; signal: NodeJS.Signals | null }>;

/** A command as a person gives it, with a folder of its own for everything temporary, by which its processes are known. */
export type Command = Readonly<{
  folder: string;
  ended: Promise<Exit>;
  printed(): string;
  /** As the terminal does it: to npm, its shell and the runner at once. */
  ctrlC(): void;
  /** Command lines of the processes that this command started, straight or through others, and that still run. */
  processes(): readonly string[];
  /** Ends at once, without a goodbye, the process whose command line holds `words`. */
  kill(words: string): void;
  /** Files and folders left in the temporary folder, caches of the compilers aside. */
  left(): readonly string[];
  clear(): void;
}>;

const cachesOfTools = /^(swc-node|node-compile-cache|v8-compile-cache)/;

/** Runs `npm …` in the project's root. `folder` also is where the arguments may have files written. */
export const startCommand = (argsOf: (folder: string) => readonly string[]): Command => {
  const folder = mkdtempSync(join(tmpdir(), 'paygraph-command-'));
  // Postgres, which never runs as root, must reach its data in there.
  chmodSync(folder, 0o755);
  const child = spawn('npm', [...argsOf(folder)], { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TMPDIR: folder } });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (printed += text.toString()));
  const ended = new Promise<Exit>((resolve) => void child.once('exit', (code, signal) => resolve({ code, signal })));
  const own = (): { pid: number; line: string }[] => {
    const rows = spawnSync('ps', ['-A', 'eww', '-o', 'pid=,args='], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).stdout.split('\n');
    return rows.filter((row) => row.includes(folder)).map((row) => ({ pid: Number.parseInt(row, 10), line: row.trim() }));
  };
  return {
    folder,
    ended,
    printed: () => printed,
    ctrlC: () => void process.kill(-(child.pid ?? 0), 'SIGINT'),
    processes: () => own().map(({ line }) => line.slice(0, 200)),
    kill: (words) => own().filter(({ line }) => line.slice(0, 1_000).includes(words)).forEach(({ pid }) => process.kill(pid, 'SIGKILL')),
    left: () => readdirSync(folder).filter((name) => !cachesOfTools.test(name)),
    clear: () => {
      for (const { pid } of own()) process.kill(pid, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
