import { once } from 'node:events';
import { openDatabase } from './db/database';
import { migrateService } from './db/migrate';
import { httpCall } from './http/client';
import { createLog } from './log';
import { createKafkaBus } from './messaging/kafka-bus';
import { createPostgresBus } from './messaging/postgres-bus';
import { messagingTables } from './testing/messaging-tables';
import { serviceDatabase } from './testing/kernel-database';
import { silentPeer, type SilentPeer } from './testing/silent-peer';
import { spawnScript } from './testing/spawn-script';

const log = createLog({ service: 'limits', level: 'silent' });
const topic = { name: 'limits.thing.v1', partitions: 1, compacted: false };
const message = { topic: topic.name, key: 'k', value: '{}', headers: {} };

const postgresTo = (port: number): string => `postgres://somebody:secret@127.0.0.1:${port}/nothing`;
const kafkaTo = (port: number) => createKafkaBus({ brokers: [`127.0.0.1:${port}`], clientId: 'limits', log });

type Call = Readonly<{ what: string; limitMs: number; call: (port: number) => Promise<unknown> }>;

const calls: readonly Call[] = [
  { what: 'a call to a bank, a register, a subgraph', limitMs: 1_500, call: async (port) => httpCall({ url: `http://127.0.0.1:${port}`, method: 'GET', timeoutMs: 300 }).then((answer) => (answer.ok ? answer : Promise.reject(new Error(answer.error.reason)))) },
  { what: 'the start of a service on its database', limitMs: 5_000, call: (port) => openDatabase({ service: 'limits', url: postgresTo(port), poolSize: 1, log }) },
  { what: 'migrations', limitMs: 2_000, call: (port) => migrateService({ ownerUrl: postgresTo(port), service: 'limits', rolePassword: 'x', migrations: [], connectTimeoutMs: 500 }) },
  { what: 'a publication on the Postgres bus', limitMs: 7_000, call: (port) => createPostgresBus({ url: postgresTo(port), log }).publish([message]) },
  { what: 'a publication on Kafka', limitMs: 12_000, call: (port) => kafkaTo(port).publish([message]) },
  { what: 'the topics of Kafka', limitMs: 25_000, call: (port) => kafkaTo(port).ensureTopics([topic]) },
  { what: 'a subscription on Kafka', limitMs: 25_000, call: (port) => kafkaTo(port).subscribe({ group: 'g', topics: [topic.name], from: 'earliest', onBatch: () => Promise.resolve() }) },
];

/** How a call to a silent peer went. */
const tried = async ({ what, limitMs, call }: Call): Promise<object> => {
  const silent = await silentPeer();
  const from = performance.now();
  const failed = await call(silent.port).then(() => false, () => true);
  const ms = performance.now() - from;
  await silent.stop();
  return { what, reached: silent.connections() > 0, failed, inTime: ms < limitMs || `${Math.round(ms)} ms` };
};

let peer: SilentPeer;
beforeEach(async () => {
  peer = await silentPeer();
});
afterEach(() => peer.stop());

describe('a peer that takes the connection and never answers holds nobody for longer than its limit', () => {
  it('whatever is asked of it', async () => {
    expect(await Promise.all(calls.map(tried))).toEqual(calls.map(({ what }) => ({ what, reached: true, failed: true, inTime: true })));
  }, 40_000);

  it('the end of a process whose spans a collector should take', async () => {
    const { child, lines } = spawnScript(require.resolve('./testing/telemetry-process'), [`http://127.0.0.1:${peer.port}`]);
    await once(child, 'exit');
    expect(peer.connections()).toBeGreaterThan(0);
    expect(Number(lines[0] ?? Infinity)).toBeLessThan(4_000);
  }, 60_000);

  it('the stop of a service whose database has fallen silent', async () => {
    const store = await serviceDatabase('limits', messagingTables);
    const between = await silentPeer(Number(new URL(store.url).port));
    const db = await openDatabase({ service: 'limits', url: Object.assign(new URL(store.url), { hostname: '127.0.0.1', port: String(between.port) }).toString(), poolSize: 2, log });
    await db.query('SELECT 1');
    between.hush();
    const from = performance.now();
    await db.stop();
    expect(performance.now() - from).toBeLessThan(4_000);
    await between.stop();
    await store.stop();
  }, 40_000);
});
