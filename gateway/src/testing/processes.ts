import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
const flags = ['--conditions=@paygraph/source', '--require', '@swc-node/register'];

export type Ended = Readonly<{ code: number | null; out: string; err: string }>;
export type Started = Readonly<{ child: ChildProcess; out: () => string; ended: Promise<Ended> }>;

/** A script of the gateway as a real process, with exactly the environment given. */
export const startProcess = (script: string, { env = {}, args = [] }: { env?: Record<string, string>; args?: string[] } = {}): Started => {
  const swc = { SWC_NODE_PROJECT: resolve(root, 'services/_shared/tooling/tsconfig.json') };
  const child = spawn(process.execPath, [...flags, resolve(__dirname, '..', script), ...args], { cwd: root, env: { ...swc, ...env } });
  const texts = { out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => (texts.out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (texts.err += text.toString()));
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, ...texts }));
  return { child, out: () => texts.out, ended };
};
