import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../../kit/root';

export type Helper<Told> = Readonly<{ pid: number; told: Told; stop(): Promise<void> }>;

const flags = ['--conditions=@paygraph/source', '--require', '@swc-node/register', '--enable-source-maps'];
const readyWithinMs = 40_000;

/** Runs a script of this folder as a process of its own; it tells one message when it serves, and ends when we do. */
export const startHelper = async <Told>(script: string, env: Readonly<Record<string, string>> = {}): Promise<Helper<Told>> => {
  const child = fork(join(__dirname, '..', script), [], {
    cwd: root,
    execPath: process.execPath,
    execArgv: flags,
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', SWC_NODE_PROJECT: join(root, 'services/_shared/tooling/tsconfig.json'), ...env },
  });
  const exited = once(child, 'exit');
  const ended = exited.then(() => {
    throw new Error(`${script} ended before it served`);
  });
  const [told] = (await Promise.race([once(child, 'message', { signal: AbortSignal.timeout(readyWithinMs) }), ended])) as [Told];
  return {
    pid: child.pid ?? 0,
    told,
    stop: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
};
