import { newId } from '@paygraph/shared/ids';
import type { RunningService } from '@paygraph/shared/service';
import { serviceKit, type ServiceKit } from '@paygraph/shared/testing/service-kit';
import { migrations } from '../migrations/index';
import { createMerchants } from './service';
import { contractInput, furnish, legalEntityInput, openShop, shopOf } from './testing/shop';

jest.setTimeout(60_000);

let kit: ServiceKit;
let service: RunningService;

beforeAll(async () => {
  kit = await serviceKit({ service: 'merchants', schema: 'merchants', migrations, peers: ['payments', 'fiscalization', 'orders-sync'] });
  service = await createMerchants(kit.deps);
});
afterAll(async () => {
  await service.stop();
  await kit.stop();
});

describe('a merchant', () => {
  it('is registered by its own administrator, once for a key', async () => {
    const shop = shopOf(kit, service);
    const input = { idempotencyKey: 'k', name: 'Ромашка', siteUrl: 'https://romashka.ru' };
    const first = await shop.change('registerMerchant', input);
    expect(first).toEqual({ __typename: 'RegisterMerchantSuccess', merchant: { id: shop.merchantId, name: 'Ромашка', siteUrl: 'https://romashka.ru', active: true } });
    await shop.change('registerMerchant', { ...input, idempotencyKey: 'other', name: 'Василёк' });
    expect(await shop.change('registerMerchant', input)).toEqual(first);
    expect(await shop.change('registerMerchant', { ...input, name: 'Лютик' })).toMatchObject({ __typename: 'IdempotencyConflict', code: 'IDEMPOTENCY_CONFLICT' });
    expect((await shop.ask('{ merchant { name } }')).data).toEqual({ merchant: { name: 'Василёк' } });
  });

  it('comes before everything that belongs to it', async () => {
    expect(await shopOf(kit, service).change('configureLegalEntity', legalEntityInput)).toMatchObject({ __typename: 'NotFound', entity: 'Merchant' });
  });
});

describe('configuring', () => {
  it('names the field, the rule and the way out when an input is wrong', async () => {
    const shop = await openShop(kit, service);
    expect(await shop.change('configureLegalEntity', { ...legalEntityInput, inn: '7727401200' })).toEqual({
      __typename: 'ValidationFailed',
      code: 'VALIDATION_FAILED',
      field: 'inn',
      message: 'inn: Give the INN: 10 digits of a company or 12 of an entrepreneur. The check digits do not fit.',
    });
    expect(await shop.change('configureContract', { ...contractInput, legalEntityId: shop.legalEntityId, methods: [{ method: 'SBP', hold: true }] })).toMatchObject({
      __typename: 'ValidationFailed',
      field: 'methods[0].hold',
    });
  });

  it('finds a thing by its natural key, or by its id when that key changes', async () => {
    const shop = await openShop(kit, service);
    const renamed = await shop.change('configureLegalEntity', { ...legalEntityInput, name: 'АО «Ромашка»' });
    expect(renamed).toMatchObject({ legalEntity: { id: shop.legalEntityId, name: 'АО «Ромашка»' } });
    const moved = await shop.change('configureLegalEntity', { ...legalEntityInput, id: shop.legalEntityId, inn: '7725713770' });
    expect(moved).toMatchObject({ legalEntity: { id: shop.legalEntityId, inn: '7725713770' } });
    const second = await shop.change('configureLegalEntity', legalEntityInput);
    expect(second).toMatchObject({ __typename: 'ConfigureLegalEntitySuccess' });
    expect(await shop.change('configureLegalEntity', { ...legalEntityInput, id: shop.legalEntityId })).toMatchObject({ __typename: 'ValidationFailed', field: 'inn' });
  });

  it('fills in what a contract’s input leaves out', async () => {
    const shop = await openShop(kit, service);
    const given = { ...contractInput, legalEntityId: shop.legalEntityId, settings: { holdExpiryAction: 'CAPTURE' }, bank: 'tbank', methods: [{ method: 'SBP', maxAmount: 70_000_000 }, { method: 'CARD', partialCapture: false }] };
    expect(await shop.change('configureContract', given)).toMatchObject({
      contract: {
        bank: { code: 'tbank', state: 'RENAMED', takesPayments: true },
        methods: [
          { method: 'SBP', hold: false, partialCapture: false, partialRefund: true, saved: false, payee: 'SETTLEMENT', minAmount: null, maxAmount: 70_000_000, feeBasisPoints: null },
          { method: 'CARD', hold: true, holdDays: 7, partialCapture: false, partialRefund: true, saved: false, maxAmount: null },
        ],
        settings: { notificationTrustLimit: 1_500_000, holdExpiryAction: 'CAPTURE', holdExpiryLeadSeconds: 43_200, pageLifetimeSeconds: 86_400 },
      },
    });
    expect(await shop.change('configureContract', { ...contractInput, legalEntityId: shop.legalEntityId, settings: {} })).toMatchObject({ contract: { settings: { holdExpiryAction: 'VOID' } } });
  });

  it('takes an id that the client chose, so that a lost answer can be asked for again', async () => {
    const shop = await openShop(kit, service);
    const id = newId();
    const input = { id, code: 'SPB', name: 'Питер', legalEntityId: shop.legalEntityId };
    const [first, again] = [await shop.change('configureWarehouse', input), await shop.change('configureWarehouse', input)];
    expect([first, again]).toEqual([first, first]);
    expect(first).toMatchObject({ warehouse: { id, legalEntity: { id: shop.legalEntityId, name: 'ООО «Ромашка»' } } });
  });

  it('makes one thing of ten equal requests at once', async () => {
    const shop = await openShop(kit, service);
    const configureTenTimes = (code: string) => Promise.all(Array.from({ length: 10 }, () => shop.change('configureWarehouse', { code, name: code, legalEntityId: shop.legalEntityId })));
    // Several rounds: in the first one the connections are still being opened, one after another.
    for (const code of ['A', 'B', 'C', 'D']) {
      const outcomes = await configureTenTimes(code);
      expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    }
  });

  it.each(['0190d9a0-0000-7000-8000-00000000dead', 'not-an-id', "'; DROP TABLE merchant; --"])('answers NotFound for the legal entity %j', async (legalEntityId) => {
    const shop = await openShop(kit, service);
    expect(await shop.change('configureWarehouse', { code: 'X', name: 'X', legalEntityId })).toEqual({
      __typename: 'NotFound', code: 'NOT_FOUND', entity: 'LegalEntity', id: legalEntityId, message: 'There is no LegalEntity with this id.',
    });
  });

  it('keeps tax settings with the rates of the law, and tells those of a day', async () => {
    const shop = await openShop(kit, service);
    await shop.change('configureTaxSettings', { defaultVat: 'STANDARD', deliveryVat: 'NONE' });
    const standardOn = async (on: string) =>
      ((await shop.ask('query Q($on: String) { taxSettings(on: $on) { rates { category percent } } }', { on })).data?.['taxSettings'] as { rates: { category: string; percent: number }[] }).rates.find(({ category }) => category === 'STANDARD');
    expect([await standardOn('2025-12-31'), await standardOn('2026-01-01')]).toEqual([{ category: 'STANDARD', percent: 20 }, { category: 'STANDARD', percent: 22 }]);
    expect((await shop.ask('{ taxSettings(on: "2026-02-30") { defaultVat } }')).errors?.[0]?.extensions).toEqual({ code: 'BAD_DAY', field: 'on' });
  });

  it('refuses rates with a hole in them', async () => {
    const shop = await openShop(kit, service);
    const rates = [{ category: 'STANDARD', percent: 22, from: '2026-01-01' }];
    expect(await shop.change('configureTaxSettings', { defaultVat: 'STANDARD', deliveryVat: 'STANDARD', rates })).toMatchObject({ __typename: 'ValidationFailed', field: 'rates' });
  });
});

describe('lists', () => {
  it('give every thing once, page by page', async () => {
    const shop = await openShop(kit, service);
    for (const code of ['A', 'B', 'C', 'D', 'E']) await shop.change('configureWarehouse', { code, name: code, legalEntityId: shop.legalEntityId });
    const page = async (after: string | null) =>
      (await shop.ask('query Q($after: String) { warehouses(first: 2, after: $after) { edges { node { code } } pageInfo { hasNextPage endCursor } } }', { after })).data?.['warehouses'] as { edges: { node: { code: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    const third = await page(second.pageInfo.endCursor);
    expect([first, second, third].flatMap(({ edges }) => edges.map(({ node }) => node.code)).sort()).toEqual(['A', 'B', 'C', 'D', 'E']);
    expect([first, second, third].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
  });

  it.each(['nonsense', Buffer.from('["x"]').toString('base64url')])('refuse the cursor %j', async (after) => {
    const { errors } = await shopOf(kit, service).ask('query Q($after: String) { warehouses(after: $after) { edges { cursor } } }', { after });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_PAGE', field: 'after' });
  });

  it('show one of each kind with what belongs to it', async () => {
    const shop = await openShop(kit, service);
    const ids = await furnish(shop);
    const { data, errors } = await shop.ask(`{
      legalEntities { edges { node { id } } } vendors { edges { node { id agent { supplierInn } legalEntity { id } } } } warehouses { edges { node { id legalEntity { inn } } } }
      contracts { edges { node { id methods { method } } } } cashRegisters { edges { node { id closingSettlement } } } platforms { edges { node { id kind } } } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      legalEntities: { edges: [{ node: { id: shop.legalEntityId } }] },
      vendors: { edges: [{ node: { id: ids.vendor, agent: { supplierInn: '500100732259' }, legalEntity: null } }] },
      warehouses: { edges: [{ node: { id: ids.warehouse, legalEntity: { inn: '7727401209' } } }] },
      contracts: { edges: [{ node: { id: ids.contract, methods: [{ method: 'CARD' }] } }] },
      cashRegisters: { edges: [{ node: { id: ids.cashRegister, closingSettlement: 'ADVANCE' } }] },
      platforms: { edges: [{ node: { id: ids.platform, kind: 'DELIVERY' } }] },
    });
  });
});
