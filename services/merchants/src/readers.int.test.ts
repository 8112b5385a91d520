import { openDatabase, type Database } from '@paygraph/shared/db/database';
import { kernelMigrations } from '@paygraph/shared/db/kernel-migration';
import { migrateService, roleUrl } from '@paygraph/shared/db/migrate';
import type { Bus, Delivered } from '@paygraph/shared/messaging/bus';
import { startConsumer } from '@paygraph/shared/messaging/inbox';
import type { RunningService } from '@paygraph/shared/service';
import { eventually } from '@paygraph/shared/testing/eventually';
import { testRolePassword } from '@paygraph/shared/testing/kernel-database';
import { serviceKit, type ServiceKit } from '@paygraph/shared/testing/service-kit';
import { merchantsConfiguration } from '@paygraph/schema/events/merchants';
import { migrations } from '../migrations/index';
import { createMerchants } from './service';
import { furnish, openShop, type Shop } from './testing/shop';

jest.setTimeout(60_000);

const { topic, types } = merchantsConfiguration;
let kit: ServiceKit;
let service: RunningService;
let readerDb: Database;
let bus: Bus;

beforeAll(async () => {
  kit = await serviceKit({ service: 'merchants', schema: 'merchants', migrations, peers: ['payments', 'fiscalization', 'orders-sync'] });
  service = await createMerchants(kit.deps);
  await migrateService({ ownerUrl: kit.ownerUrl, service: 'reader', rolePassword: testRolePassword, migrations: kernelMigrations });
  readerDb = await openDatabase({ service: 'reader', url: roleUrl(kit.ownerUrl, 'reader', testRolePassword), poolSize: 2, log: kit.deps.log });
  bus = kit.openBus();
});
afterAll(async () => {
  await readerDb.stop();
  await service.stop();
  await kit.stop();
});

type State = Readonly<{ type: string; version: number; body: unknown }>;

/** What a reader that begins now, knowing nothing, comes to hold of a merchant: the last state of each thing. */
const readFromNothing = async (group: string, merchantId: string, enough: (known: ReadonlyMap<string, State>) => void): Promise<ReadonlyMap<string, State>> => {
  const known = new Map<string, State>();
  const handlers = Object.fromEntries(
    Object.keys(types).map((type) => [type, (_tx: unknown, event: { aggregateId: string; aggregateVersion: number; merchantId: string; body: unknown }) => {
      if (event.merchantId === merchantId) known.set(event.aggregateId, { type, version: event.aggregateVersion, body: event.body });
      return Promise.resolve('done' as const);
    }]),
  );
  const consumer = await startConsumer({ db: readerDb, bus, group, topics: [topic], handlers, from: 'earliest', log: kit.deps.log, crash: () => undefined });
  try {
    await eventually(() => enough(known));
    return known;
  } finally {
    await consumer.stop();
  }
};

const rename = (shop: Shop & { legalEntityId: string }, name: string) => shop.change('configureWarehouse', { code: 'MSK', name, legalEntityId: shop.legalEntityId });

describe('a reader of the configuration', () => {
  it('that begins with nothing gets the last state of each thing', async () => {
    const shop = await openShop(kit, service);
    const ids = await furnish(shop);
    for (const name of ['Химки', 'Мытищи', 'Люберцы']) await rename(shop, name);
    const known = await readFromNothing('brand-new', shop.merchantId, (seen) => expect([seen.size, seen.get(ids.warehouse)?.version]).toEqual([9, 4]));
    expect([...known.values()].map(({ type }) => type).sort()).toEqual(Object.keys(types).sort());
    expect(known.get(ids.warehouse)?.body).toMatchObject({ name: 'Люберцы' });
    expect(known.get(ids.contract)?.body).toMatchObject({ provider: 'paykeeper', methods: [{ method: 'card', hold: true }] });
    for (const { type, body } of known.values()) expect(types[type as keyof typeof types].safeParse(body).success).toBe(true);
  });

  it('that begins after the topic was compacted gets the same', async () => {
    const shop = await openShop(kit, service);
    const ids = await furnish(shop);
    for (const name of ['Химки', 'Мытищи', 'Люберцы']) await rename(shop, name);
    await eventually(async () => expect(await kit.asOwner('SELECT FROM merchants.outbox')).toHaveLength(0));
    const gone = await kit.asOwner(
      `DELETE FROM bus.message m WHERE topic = $1 AND EXISTS (SELECT FROM bus.message n WHERE n.topic = m.topic AND n.key = m.key AND n."offset" > m."offset") RETURNING 1`,
      [topic],
    );
    expect(gone.length).toBeGreaterThanOrEqual(3);
    const known = await readFromNothing('after-compaction', shop.merchantId, (seen) => expect([seen.size, seen.get(ids.warehouse)?.version]).toEqual([9, 4]));
    expect(known.get(ids.warehouse)?.body).toMatchObject({ name: 'Люберцы' });
    expect(await kit.asOwner('SELECT FROM reader.parked')).toHaveLength(0);
  });

  it('rebuilds from a republished configuration even when the topic itself was lost', async () => {
    const shop = await openShop(kit, service);
    const ids = await furnish(shop);
    await readFromNothing('loses-everything', shop.merchantId, (seen) => expect(seen.size).toBe(9));
    const group = 'after-the-loss';
    const late: Delivered[] = [];
    const subscription = await bus.subscribe({ group, topics: [topic], from: 'latest', onBatch: (batch) => { late.push(...batch); return Promise.resolve(); } });
    try {
      const { data } = await shop.ask('mutation { republishConfiguration { __typename ... on RepublishConfigurationSuccess { things } } }');
      expect(data).toEqual({ republishConfiguration: { __typename: 'RepublishConfigurationSuccess', things: 9 } });
      await eventually(() => expect(late).toHaveLength(9));
    } finally {
      await subscription.stop();
    }
    const told = late.map(({ key, value }) => ({ key, ...(JSON.parse(value) as { type: string; aggregateVersion: number; body: unknown }) }));
    expect(told.map(({ type }) => type).sort()).toEqual(Object.keys(types).sort());
    expect(told.find(({ key }) => key === ids.warehouse)).toMatchObject({ aggregateVersion: 2, body: { code: 'MSK', name: 'Москва' } });
  });

  it('that lost nothing takes a republished configuration as no change of content', async () => {
    const shop = await openShop(kit, service);
    const ids = await furnish(shop);
    const before = await readFromNothing('keeps-everything', shop.merchantId, (seen) => expect(seen.size).toBe(9));
    await shop.ask('mutation { republishConfiguration { __typename } }');
    const after = await readFromNothing('keeps-everything', shop.merchantId, (seen) => expect(seen.size).toBe(9));
    const bodies = (known: ReadonlyMap<string, State>) => Object.fromEntries([...known].map(([id, { body }]) => [id, body]));
    expect(bodies(after)).toEqual(bodies(before));
    expect([before.get(ids.contract)?.version, after.get(ids.contract)?.version]).toEqual([1, 2]);
  });
});
