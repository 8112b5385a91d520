import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { readResult } from '@paygraph/gateway/main-job/result';
import { schemas, serviceNames, type ServiceName } from '@paygraph/gateway/stack/schemas';
import { startInOrder } from '@paygraph/shared/service';
import { eventually } from '@paygraph/shared/testing/eventually';
import { ownKafka, type TestKafka } from '@paygraph/shared/testing/kafka';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@paygraph/shared/testing/postgres';
import { booksOf } from '../kit/books';
import { purchasesDuring, type Survived } from '../kit/chaos';
import { envOf } from '../kit/service-env';
import { startServiceProcess, type ServiceProcess } from '../kit/service-process';
import { startTestStack, type TestStack } from '../kit/stack';

/** Longer than a lease of due work (2 s) and than a Kafka session (4 s) of these tests: others take over meanwhile. */
const frozenMs = 5_000;

/** Those that no step of a purchase waits for share a turn. */
const victims: readonly { who: string; names: readonly ServiceName[] }[] = [
  { who: 'merchants and tokens are', names: ['merchants', 'tokens'] },
  { who: 'payments is', names: ['payments'] },
  { who: 'fiscalization is', names: ['fiscalization'] },
  { who: 'orders-sync is', names: ['orders-sync'] },
];

const asOwner = async <T>(url: string, work: (owner: Client) => Promise<T>): Promise<T> => {
  const owner = new Client({ connectionString: url });
  await owner.connect();
  return work(owner).finally(() => owner.end());
};

const cutEverybody = (url: string): Promise<unknown> => asOwner(url, (owner) => owner.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = $1', ['client backend']));

/** Events not sent, and events put aside for whatever reason. */
const leftovers = (url: string): Promise<object[]> =>
  asOwner(url, async (owner) => {
    const found = serviceNames.map((name) => schemas[name]).map((schema) => `SELECT '${schema}' AS service, (SELECT count(*)::int FROM ${schema}.outbox) AS unsent, (SELECT count(*)::int FROM ${schema}.parked) AS parked`);
    return (await owner.query<{ unsent: number; parked: number }>(found.join(' UNION ALL '))).rows.filter(({ unsent, parked }) => unsent + parked > 0);
  });

const expectSoldOnce = async ({ shop }: TestStack, { played, underWay }: Survived): Promise<void> => {
  expect(underWay).toBeGreaterThan(0);
  for (const purchase of played) {
    const { order, payments, receipts, ledgerBalanced } = await readResult(shop, purchase);
    expect(booksOf(shop, purchase)).toEqual({ chargedKopecks: 269_988, sold: { prepayment: 269_988, closing: 269_988 }, returned: 0, documents: 4, printedTwice: [] });
    expect(order).toMatchObject({ status: 'COMPLETED' });
    expect(payments).toMatchObject([{ state: 'CAPTURED', captured: { amount: 269_988 } }]);
    expect(receipts.map((receipt) => (receipt as { state: string }).state)).toEqual(['REGISTERED', 'REGISTERED', 'REGISTERED', 'REGISTERED']);
    expect(ledgerBalanced).toBe(true);
  }
};

describe('purchases under way on Kafka, each service a process of its own, are sold once', () => {
  let kafka: TestKafka | undefined;
  let postgres: EmbeddedPostgres;
  let stack: TestStack | undefined;
  let stop: () => Promise<void> = () => Promise.resolve();

  beforeAll(async () => {
    kafka = await ownKafka();
    const broker = kafka;
    if (!broker) return;
    const all = await startInOrder(async (keep) => {
      keep(broker);
      postgres = keep(await startEmbeddedPostgres({ durable: true }));
      stack = keep(await startTestStack({ ownerUrl: postgres.ownerUrl, bus: { kind: 'kafka', brokers: broker.brokers }, apart: serviceNames }));
      return {};
    });
    stop = all.stop;
  }, 120_000);
  afterAll(() => stop(), 60_000);

  const expectSoldOnceWhile = async (name: string, strike: (running: TestStack) => Promise<void>): Promise<void> => {
    // Without a broker `ownKafka` has said so, and has failed where one is required.
    if (!stack) return;
    const running = stack;
    await expectSoldOnce(running, await purchasesDuring(running.shop, { name, strike: () => strike(running) }));
  };

  const processesOf = ({ processes }: TestStack, names: readonly ServiceName[]): ServiceProcess[] => {
    const found = names.flatMap((name) => processes.get(name) ?? []);
    if (found.length < names.length) throw new Error(`not all of ${names.join(', ')} run apart`);
    return found;
  };

  it('while Postgres crashes and comes back', () => expectSoldOnceWhile('PG-CRASH', () => postgres.restart('immediate')), 120_000);
  it('while every database connection is cut, twice', () => expectSoldOnceWhile('PG-CUT', async () => {
    await cutEverybody(postgres.ownerUrl);
    await pause(Math.random() * 500);
    await cutEverybody(postgres.ownerUrl);
  }), 120_000);
  it('while Kafka stops and comes back', () => expectSoldOnceWhile('KAFKA', async () => kafka?.restart()), 150_000);
  it.each(victims)('while $who killed', ({ names }) => expectSoldOnceWhile(`KILL-${names.join('-')}`, async (running) => {
    await Promise.all(processesOf(running, names).map((process) => process.kill()));
  }), 120_000);

  it.each(victims)('while $who frozen for longer than leases last, beside a second copy, and then wakes', async ({ names }) => {
    const world = stack?.shop.stack.world;
    if (!world) return;
    const twins = await Promise.all(names.map((name) => startServiceProcess({ script: `services/${name}/src/main.ts`, env: envOf(world, name) })));
    const stopTwins = (): Promise<unknown> => Promise.all(twins.map((twin) => twin.stop()));
    await expectSoldOnceWhile(`FREEZE-${names.join('-')}`, async (running) => {
      const frozen = processesOf(running, names);
      frozen.forEach((process) => process.signal('SIGSTOP'));
      await pause(frozenMs);
      frozen.forEach((process) => process.signal('SIGCONT'));
    }).finally(stopTwins);
  }, 150_000);

  it('and no event is unsent or put aside after all of it', async () => {
    if (stack) await eventually(async () => expect(await leftovers(postgres.ownerUrl)).toEqual([]), 30_000);
  }, 40_000);
});

describe('purchases under way on the Postgres bus, all in one process, are sold once', () => {
  let postgres: EmbeddedPostgres;
  let stack: TestStack;
  beforeAll(async () => {
    postgres = await startEmbeddedPostgres({ durable: true });
    stack = await startTestStack({ ownerUrl: postgres.ownerUrl });
  }, 90_000);
  afterAll(async () => {
    await stack.stop();
    await postgres.stop();
  }, 60_000);

  it.each([
    ['Postgres crashes and comes back', () => postgres.restart('immediate')],
    ['every database connection is cut', () => cutEverybody(postgres.ownerUrl)],
  ])('while %s', async (what, strike) => {
    await expectSoldOnce(stack, await purchasesDuring(stack.shop, { name: what, strike: async () => void (await strike()) }));
    await eventually(async () => expect(await leftovers(postgres.ownerUrl)).toEqual([]), 30_000);
  }, 120_000);
});
