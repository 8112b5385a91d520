import { newId, type MerchantId } from '@paygraph/shared/ids';
import { openDatabase } from '@paygraph/shared/db/database';
import { eventually } from '@paygraph/shared/testing/eventually';
import { lockOrder } from './storage/orders';
import { anOrder } from './testing/fiscal-order';
import { configureRegister, configureTaxes, openShop, type FiscalShop } from './testing/fiscal-shop';
import { fiscalWorld, type FiscalWorld } from './testing/fiscal-world';
import { expectReceipts, receiptsOf } from './testing/receipts-of';

let world: FiscalWorld;
beforeAll(async () => {
  world = await fiscalWorld({ overdueAfterMs: 300, registerTimeoutMs: 6_000 });
}, 60_000);
afterAll(() => world.stop());

const lines = [[{ total: 50_000 }]];
const overdueOf = async (id: string | undefined): Promise<unknown> =>
  (await world.kit.asOwner<{ overdue: Date | null }>('SELECT overdue_since AS overdue FROM fiscalization.receipt WHERE id = $1', [id]))[0]?.overdue;

describe('a receipt waits', () => {
  it('for an order that is heard of after its payment', async () => {
    const shop = await openShop(world);
    const order = anOrder(world, shop, { children: lines });
    await order.authorize();
    await order.capture();
    await order.place();
    await order.handOver();
    await expectReceipts(world, order, ['0 prepayment 50000 registered', '0 closing 50000 registered']);
  }, 60_000);

  it('with its closing for the capture when the goods are handed over first', async () => {
    const shop = await openShop(world);
    const order = anOrder(world, shop, { children: lines });
    await order.place();
    await order.authorize();
    await order.handOver();
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    await order.capture();
    await expectReceipts(world, order, ['0 prepayment 50000 registered', '0 closing 50000 registered']);
  }, 60_000);

  it('for the configuration of its legal entity’s register', async () => {
    const merchantId = newId<MerchantId>();
    const entity = { legalEntityId: newId(), cashRegisterId: newId(), kassa: await world.register() };
    const shop: FiscalShop = { merchantId, entities: [entity], kassa: entity.kassa, ask: () => Promise.reject(new Error('not asked')) };
    await configureTaxes(world, merchantId);
    const order = anOrder(world, shop, { children: lines });
    await order.place();
    await order.authorize();
    await eventually(async () => {
      const waiting = await world.kit.asOwner<{ error: string }>("SELECT error FROM fiscalization.parked WHERE aggregate_id = $1 AND reason = 'later'", [order.paymentId]);
      expect(waiting[0]?.error).toContain('no active cash register');
    });
    await configureRegister(world, merchantId, entity);
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
  }, 60_000);

  it('for a slow register, and people are told once when it is late', async () => {
    const shop = await openShop(world);
    shop.kassa.control.setFaults({ neverRegister: true });
    const order = anOrder(world, shop, { children: lines });
    await order.place();
    await order.authorize();
    const [receipt] = await expectReceipts(world, order, ['0 prepayment 50000 sent']);
    await eventually(async () => expect(await overdueOf(receipt?.id)).toBeInstanceOf(Date));
    shop.kassa.control.clearFaults();
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    expect(shop.kassa.control.books().printedTwice).toEqual([]);
  }, 60_000);

  it('in its own child order only: a register that hangs holds up nobody else', async () => {
    const [stuck, healthy] = [await openShop(world), await openShop(world)];
    stuck.kassa.control.setFaults({ hang: 'before' });
    const waiting = Array.from({ length: 8 }, () => anOrder(world, stuck, { children: lines }));
    for (const order of waiting) {
      await order.place();
      await order.authorize();
    }
    const order = anOrder(world, healthy, { children: lines });
    await order.place();
    await order.authorize();
    const askedAt = Date.now();
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    expect(Date.now() - askedAt).toBeLessThan(4_000);
    stuck.kassa.control.clearFaults();
    for (const one of waiting) await expectReceipts(world, one, ['0 prepayment 50000 registered']);
    expect(stuck.kassa.control.books().printedTwice).toEqual([]);
  }, 90_000);

  it('with everything after it while an earlier one of its child order is not registered', async () => {
    const shop = await openShop(world);
    shop.kassa.control.setFaults({ neverRegister: true });
    const order = anOrder(world, shop, { children: [[{ total: 50_000 }], [{ total: 10_000 }]] });
    await order.place();
    await order.authorize();
    await order.release();
    await expectReceipts(world, order, ['0 prepayment 50000 sent', '0 prepayment_refund 50000 planned', '1 prepayment 10000 sent', '1 prepayment_refund 10000 planned']);
    shop.kassa.control.clearFaults();
    await expectReceipts(world, order, ['0 prepayment 50000 registered', '0 prepayment_refund 50000 registered', '1 prepayment 10000 registered', '1 prepayment_refund 10000 registered']);
  }, 60_000);
});

describe('a receipt that is registered while its order is being planned', () => {
  it('waits for the plan, so that what was planned meanwhile is not forgotten', async () => {
    const shop = await openShop(world);
    const order = anOrder(world, shop, { children: lines });
    shop.kassa.control.setFaults({ neverRegister: true });
    await order.place();
    await order.authorize();
    await expectReceipts(world, order, ['0 prepayment 50000 sent']);
    const { databaseUrl: url, log } = world.kit.deps;
    const planner = await openDatabase({ service: 'fiscalization', url, poolSize: 1, log });
    await planner.transaction(shop.merchantId, async (tx) => {
      await lockOrder(tx, order.orderId);
      shop.kassa.control.clearFaults();
      await eventually(async () => {
        const waiting = await world.kit.asOwner("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FROM shop_order%'");
        expect(waiting).not.toEqual([]);
      });
      expect((await receiptsOf(world, order)).map(({ state }) => state)).toEqual(['sent']);
    });
    await planner.stop();
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
  }, 60_000);
});

describe('a receipt of which the register can tell nothing', () => {
  it('is sent again under the same key when a person says so, once it is overdue', async () => {
    const shop = await openShop(world);
    shop.kassa.control.setFaults({ loseRequest: { endpoint: '/change/receipt/print/', times: 1 }, error5xx: { endpoint: '/info/receipts/bypaymentid/' } });
    const order = anOrder(world, shop, { children: lines });
    await order.place();
    await order.authorize();
    const [receipt] = await expectReceipts(world, order, ['0 prepayment 50000 unknown']);
    await eventually(async () => expect(await overdueOf(receipt?.id)).toBeInstanceOf(Date));
    const retry = 'mutation ($input: RetryReceiptInput!) { retryReceipt(input: $input) { __typename } }';
    const { data } = await shop.ask(retry, { input: { receiptId: receipt?.id, idempotencyKey: newId() } });
    expect(data?.['retryReceipt']).toEqual({ __typename: 'RetryReceiptSuccess' });
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    expect(shop.kassa.control.books().printedByKey).toEqual({ [receipt?.id ?? '']: 1 });
  }, 60_000);
});

describe('an event that contradicts what is known', () => {
  it('prints nothing and is put before a person', async () => {
    const shop = await openShop(world);
    const order = anOrder(world, shop, { children: lines });
    await order.place();
    await order.authorize();
    await order.capture([{ child: 0, lines: [{ line: 0, quantityMilli: 2_000, total: 50_000 }] }]);
    await eventually(async () => {
      const dead = await world.kit.asOwner<{ error: string }>("SELECT error FROM fiscalization.parked WHERE aggregate_id = $1 AND reason = 'never'", [order.paymentId]);
      expect(dead[0]?.error).toContain('more of the child order');
    });
    expect((await receiptsOf(world, order)).map(({ kind }) => kind)).toEqual(['prepayment']);
  }, 60_000);
});
