import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { roleUrl } from '@paygraph/shared/db/migrate';
import { newId } from '@paygraph/shared/ids';
import { eventually } from '@paygraph/shared/testing/eventually';
import { testRolePassword } from '@paygraph/shared/testing/kernel-database';
import { actorOf, serviceKit, type ServiceKit } from '@paygraph/shared/testing/service-kit';
import { migrations } from '../migrations/index';

jest.setTimeout(60_000);

let kit: ServiceKit;

beforeAll(async () => {
  kit = await serviceKit({ service: 'tokens', schema: 'tokens', migrations });
});
afterAll(() => kit.stop());

type Child = ChildProcessByStdio<null, Readable, Readable>;

const startMain = (env: Readonly<Record<string, string>>): Child => {
  const root = resolve(__dirname, '../../..');
  const flags = ['--conditions=@paygraph/source', '--require', '@swc-node/register', resolve(__dirname, 'main.ts')];
  return spawn(process.execPath, flags, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { SWC_NODE_PROJECT: resolve(root, 'services/_shared/tooling/tsconfig.json'), APOLLO_TELEMETRY_DISABLED: 'true', ...env },
  });
};

const listenTo = (stream: Readable): (() => string) => {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
};
const ended = (child: Child): Promise<number | null> => new Promise((done) => child.on('exit', (code) => done(code)));

describe('the process of the service', () => {
  it('starts from its environment alone, answers, and ends in order when asked', async () => {
    const { identityKeys, sealingKeys, databaseUrl } = kit.deps;
    const child = startMain({
      PORT: '0', DATABASE_URL: databaseUrl, BUS: 'postgres', BUS_DATABASE_URL: roleUrl(kit.ownerUrl, 'bus', testRolePassword),
      IDENTITY_KEYS: JSON.stringify(identityKeys), SEALING_KEYS: JSON.stringify(sealingKeys.privateJwks),
    });
    const said = listenTo(child.stdout);
    const exit = ended(child);
    try {
      const port = await eventually(() => /"port":(\d+)/.exec(said())?.[1] ?? Promise.reject(new Error(`not listening: ${said()}`)), 20_000);
      const url = `http://127.0.0.1:${port}`;
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
      const { data } = await kit.ask({ url, actor: actorOf(newId(), { role: 'CUSTOMER', customerId: newId() }), query: '{ savedMethods { edges { cursor } } }' });
      expect(data).toEqual({ savedMethods: { edges: [] } });
      child.kill('SIGTERM');
      expect(await exit).toBe(0);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('does not start without its environment, and says everything that is missing', async () => {
    const child = startMain({});
    const said = listenTo(child.stderr);
    expect(await ended(child)).toBe(1);
    expect(said().match(/^ {2}(\w+): is not set$/gm)?.map((line) => line.trim().split(':')[0])).toEqual(['DATABASE_URL', 'KAFKA_BROKERS', 'IDENTITY_KEYS', 'SEALING_KEYS']);
  });
});
