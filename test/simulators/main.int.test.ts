import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const flags = ['--conditions=@paygraph/source', '--require', '@swc-node/register'];
const root = join(__dirname, '../..');

const start = (...args: string[]): ChildProcess =>
  spawn(process.execPath, [...flags, join(__dirname, 'main.ts'), ...args], {
    cwd: root,
    env: { ...process.env, SWC_NODE_PROJECT: join(root, 'services/_shared/tooling/tsconfig.json') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const firstText = async (stream: NodeJS.ReadableStream | null): Promise<string> => {
  if (stream === null) return '';
  const [chunk] = (await once(stream, 'data')) as [Buffer];
  return chunk.toString('utf8');
};

describe('a simulator as a program of its own', () => {
  it.each(['paykeeper', 'paykeeper-kassa', 'delivery'])('%s prints where it listens and ends orderly on SIGTERM', async (name) => {
    const child = start(name, '--port', '0');
    const { simulator, url } = JSON.parse(await firstText(child.stdout)) as { simulator: string; url: string };
    expect(simulator).toBe(name);
    expect((await fetch(`${url}/__sim/faults`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  }, 20_000);

  it('takes the login, the password, the secret word and the address of notifications from its flags', async () => {
    const child = start('paykeeper', '--login', 'shop', '--password', 'pass', '--secret', 'seed', '--notify-url', 'http://127.0.0.1:9/');
    const { url, ...rest } = JSON.parse(await firstText(child.stdout)) as Record<string, string>;
    expect(rest).toEqual({ simulator: 'paykeeper', login: 'shop', password: 'pass', secret: 'seed' });
    expect(await (await fetch(`${url}/__sim/config`)).json()).toMatchObject({ notifyUrl: 'http://127.0.0.1:9/' });
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  }, 20_000);

  it('names the simulators there are when it knows no such one', async () => {
    const child = start('bank');
    const [text, [code]] = await Promise.all([firstText(child.stderr), once(child, 'exit') as Promise<[number]>]);
    expect(text).toContain('paykeeper|paykeeper-kassa|delivery');
    expect(code).toBe(2);
  }, 20_000);
});
