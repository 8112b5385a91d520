import { createLog } from '@paygraph/shared/log';
import { generateSealingKeys, unseal } from '@paygraph/shared/seal';
import type { RunningService } from '@paygraph/shared/service';
import { eventually } from '@paygraph/shared/testing/eventually';
import { serviceKit, type ServiceKit } from '@paygraph/shared/testing/service-kit';
import { migrations } from '../migrations/index';
import { createMerchants } from './service';
import { contractInput, furnish, openShop, payKeeperSecrets, shopOf, type Shop } from './testing/shop';

jest.setTimeout(60_000);

const secretTexts = [...payKeeperSecrets.map(({ value }) => value), 'courier-secret'];
const logged: string[] = [];
let kit: ServiceKit;
let service: RunningService;

beforeAll(async () => {
  kit = await serviceKit({ service: 'merchants', schema: 'merchants', migrations, peers: ['payments', 'fiscalization', 'orders-sync'] });
  const log = createLog({ service: 'merchants', level: 'trace' }, { write: (line) => void logged.push(line) });
  service = await createMerchants({ ...kit.deps, log });
});
afterAll(async () => {
  await service.stop();
  await kit.stop();
});

type Event = { type: string; aggregate_id: string; aggregate_version: number; body: Record<string, unknown> };
const eventsOf = (id: string): Promise<Event[]> =>
  kit.asOwner<Event>('SELECT type, aggregate_id, aggregate_version, body FROM merchants.event_log WHERE aggregate_id = $1 ORDER BY aggregate_version', [id]);
const sealedIn = async (id: string, field = 'sealedCredentials'): Promise<string> => String((await eventsOf(id)).at(-1)?.body[field]);
const reconfigure = (shop: Shop & { legalEntityId: string }, change: object) => shop.change('configureContract', { ...contractInput, legalEntityId: shop.legalEntityId, ...change });

describe('credentials', () => {
  it('can be opened by the service that uses them and by no other', async () => {
    const shop = await openShop(kit, service);
    const ids = await furnish(shop);
    const sealed = await sealedIn(ids.contract);
    expect(await unseal(kit.peers['payments']?.privateJwks ?? [], sealed)).toEqual({ login: 'admin-of-romashka', password: 'correct-horse', secretWord: 'battery-staple' });
    await expect(unseal(kit.peers['fiscalization']?.privateJwks ?? [], sealed)).rejects.toThrow('cannot be opened');
    await expect(unseal(kit.deps.sealingKeys.privateJwks, sealed)).rejects.toThrow('cannot be opened');
    expect(await unseal(kit.peers['fiscalization']?.privateJwks ?? [], await sealedIn(ids.cashRegister))).toEqual({ login: 'admin-of-romashka', password: 'correct-horse' });
    expect(await unseal(kit.peers['orders-sync']?.privateJwks ?? [], await sealedIn(ids.platform, 'sealedSecret'))).toEqual({ secret: 'courier-secret' });
  });

  it('are nowhere in the database, on the bus, in the log or in an answer', async () => {
    const shop = await openShop(kit, service);
    await furnish(shop);
    const refused = await reconfigure(shop, { name: 'Другой', credentials: payKeeperSecrets.slice(0, 1) });
    expect(refused).toMatchObject({ __typename: 'ValidationFailed', field: 'credentials' });
    const tables = await kit.asOwner<{ name: string }>(`SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_schema IN ('merchants', 'bus')`);
    expect(tables.length).toBeGreaterThan(10);
    const rows = await Promise.all(tables.map(({ name }) => kit.asOwner(`SELECT t::text FROM ${name} t`)));
    const written = JSON.stringify([rows, logged, refused]);
    expect(secretTexts.filter((secret) => written.includes(secret))).toEqual([]);
  });

  it('have no field that would show them', async () => {
    const shop = await openShop(kit, service);
    const { data } = await shop.ask('{ __schema { types { name kind fields { name } } } }');
    const types = (data?.['__schema'] as { types: { name: string; fields: { name: string }[] | null }[] }).types;
    const suspicious = types.flatMap(({ name, fields }) => (fields ?? []).filter((field) => /credential|secret|seal|jwe|password/i.test(field.name)).map((field) => `${name}.${field.name}`));
    expect(suspicious.sort()).toEqual(['CashRegister', 'Contract', 'Platform'].flatMap((name) => [`${name}.credentialsSet`, `${name}.sealedWithCurrentKey`, `${name}.sealedWithKeyId`]));
  });

  it('stay as they are when a change does not give them, and are needed the first time', async () => {
    const shop = await openShop(kit, service);
    const ids = await furnish(shop);
    const before = await sealedIn(ids.contract);
    expect(await reconfigure(shop, { credentials: null, baseUrl: 'https://new.server.paykeeper.ru' })).toMatchObject({ contract: { id: ids.contract, credentialsSet: true } });
    expect(await sealedIn(ids.contract)).toBe(before);
    expect(await reconfigure(shop, { credentials: null, name: 'Новый' })).toMatchObject({ __typename: 'ValidationFailed', field: 'credentials' });
  });

  it('tell that they were sealed with an old key until they are given again', async () => {
    const shop = await openShop(kit, service);
    const ids = await furnish(shop);
    const fresh = await generateSealingKeys();
    const after = await createMerchants({ ...kit.deps, bus: kit.openBus(), peerSealingKeys: { ...kit.deps.peerSealingKeys, payments: fresh.publicJwk } });
    try {
      const old = kit.deps.peerSealingKeys['payments']?.kid;
      const later = shopOf(kit, after, shop.merchantId);
      const { data } = await later.ask('{ contracts { edges { node { sealedWithKeyId sealedWithCurrentKey } } } }');
      expect(data).toEqual({ contracts: { edges: [{ node: { sealedWithKeyId: old, sealedWithCurrentKey: false } }] } });
      const again = await later.change('configureContract', { ...contractInput, legalEntityId: shop.legalEntityId });
      expect(again).toMatchObject({ contract: { id: ids.contract, sealedWithKeyId: fresh.publicJwk.kid, sealedWithCurrentKey: true } });
      expect(await unseal(fresh.privateJwks, await sealedIn(ids.contract))).toMatchObject({ login: 'admin-of-romashka' });
    } finally {
      await after.stop();
    }
  });
});

describe('the events of a thing', () => {
  it('hold its whole state, count up by one, and are not written when nothing changed', async () => {
    const shop = await openShop(kit, service);
    const { change, legalEntityId } = shop;
    const input = { code: 'MSK', name: 'Москва', legalEntityId };
    const warehouse = (await change('configureWarehouse', input))['warehouse'] as { id: string };
    await change('configureWarehouse', input);
    await change('configureWarehouse', { ...input, name: 'Химки' });
    await change('configureWarehouse', { ...input, name: 'Химки' });
    expect(await eventsOf(warehouse.id)).toEqual([
      { type: 'WarehouseConfigured', aggregate_id: warehouse.id, aggregate_version: 1, body: { warehouseId: warehouse.id, code: 'MSK', name: 'Москва', legalEntityId, active: true } },
      { type: 'WarehouseConfigured', aggregate_id: warehouse.id, aggregate_version: 2, body: { warehouseId: warehouse.id, code: 'MSK', name: 'Химки', legalEntityId, active: true } },
    ]);
  });

  it('repeat nothing when the same contract is given again without its credentials', async () => {
    const shop = await openShop(kit, service);
    const ids = await furnish(shop);
    await reconfigure(shop, { credentials: null });
    expect(await eventsOf(ids.contract)).toHaveLength(1);
  });

  it('leave the outbox once the bus has them', async () => {
    await eventually(async () => expect(await kit.asOwner('SELECT FROM merchants.outbox')).toHaveLength(0));
  });
});
