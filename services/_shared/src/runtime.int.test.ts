import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const runtime = resolve(__dirname, 'runtime.ts');
const log = resolve(__dirname, 'log.ts');

/** A real process: exit codes and signals cannot be seen from inside. */
const run = async (start: string, drive?: (kill: (signal: NodeJS.Signals) => void) => void): Promise<{ code: number | null; out: string }> => {
  const program = `
    const { runService } = require(${JSON.stringify(runtime)});
    const { createLog } = require(${JSON.stringify(log)});
    setInterval(() => {}, 1000);
    void runService({ log: createLog({ service: 'x' }), stopTimeoutMs: 300, start: async () => { ${start} } }).then(() => process.send('up'));`;
  const env = { SWC_NODE_PROJECT: resolve(__dirname, '../tooling/tsconfig.json') };
  const args = ['--conditions=@paygraph/source', '--require', '@swc-node/register', '-e', program];
  const child = spawn(process.execPath, args, { cwd: resolve(__dirname, '../../..'), env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  let out = '';
  child.stdout?.on('data', (text: Buffer) => (out += text.toString()));
  if (drive) child.once('message', () => drive((signal) => child.kill(signal)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
};

const term = (kill: (signal: NodeJS.Signals) => void): void => kill('SIGTERM');

describe('a service process', () => {
  it('ends with 0 after it has stopped in order', async () => {
    const { code, out } = await run(`return { stop: async () => process.stdout.write('work finished\\n') };`, term);
    expect([code, out]).toEqual([0, expect.stringContaining('work finished')]);
  });

  it('ends with 1 when the stop fails', async () => expect((await run(`return { stop: async () => { throw new Error('no'); } };`, term)).code).toBe(1));

  it('ends with 1 when work in flight does not end in time', async () =>
    expect((await run(`return { stop: () => new Promise(() => {}) };`, term)).code).toBe(1));

  it('ends with 1 when the start fails', async () => expect((await run(`throw new Error('no database');`)).code).toBe(1));

  it('ends with 1 on an unhandled rejection', async () =>
    expect((await run(`setTimeout(() => void Promise.reject(new Error('x')), 10); return { stop: async () => {} };`)).code).toBe(1));

  it('ends at once with 1 on a second signal', async () => {
    const { code } = await run(`return { stop: () => { process.kill(process.pid, 'SIGINT'); return new Promise(() => {}); } };`, term);
    expect(code).toBe(1);
  });
});
