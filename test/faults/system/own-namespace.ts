import { spawn, spawnSync } from 'node:child_process';

const mark = 'PAYGRAPH_FAULTS_NAMESPACE';
const apart = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

/** Whether this process may mount disks that nobody else sees. */
export const hasOwnNamespace = (): boolean => process.env[mark] === '1';

const canHaveOne = (): boolean => process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('unshare', [...apart, 'true']).status === 0;

/**
 * Runs this program again in namespaces of its own, where root may mount: its disks and all its processes end with it, even by
 * SIGKILL. `undefined` where that cannot be had; else the exit code of the inner run.
 */
export const runInOwnNamespace = async (): Promise<number | undefined> => {
  if (hasOwnNamespace() || !canHaveOne()) return undefined;
  const [, script = '', ...args] = process.argv;
  const child = spawn('unshare', [...apart, process.execPath, ...process.execArgv, script, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [mark]: '1' },
    detached: true,
  });
  // The inner process takes the end of this channel for a SIGTERM (leash.cjs): a signal to `unshare` would not reach it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (child.connected ? child.disconnect() : child.kill('SIGKILL')));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
};
