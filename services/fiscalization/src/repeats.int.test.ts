import { newId } from '@paygraph/shared/ids';
import { eventually } from '@paygraph/shared/testing/eventually';
import { anOrder, type FiscalOrder } from './testing/fiscal-order';
import { openShop, type FiscalShop } from './testing/fiscal-shop';
import { fiscalWorld, quick, type FiscalWorld } from './testing/fiscal-world';
import { deliverLate } from './testing/late-request';
import { expectReceipts, receiptsOf } from './testing/receipts-of';

let world: FiscalWorld;
const pauseMs = 2_000;
beforeAll(async () => {
  world = await fiscalWorld({ pauses: { unsent: [pauseMs], ask: [50], poll: [20, 50] }, overdueAfterMs: 200 });
}, 60_000);
afterAll(() => world.stop());

const print = '/change/receipt/print/';
const sold = async (shop: FiscalShop): Promise<FiscalOrder> => {
  const order = anOrder(world, shop, { children: [[{ total: 50_000 }]] });
  await order.place();
  await order.authorize();
  return order;
};
const outcomesOf = async (id: string | undefined): Promise<string[]> =>
  (await world.kit.asOwner<{ outcome: string }>('SELECT outcome FROM fiscalization.register_call WHERE receipt_id = $1 ORDER BY id', [id])).map(({ outcome }) => outcome);
const printedTimes = ({ kassa }: FiscalShop, id: string | undefined): number | undefined => kassa.control.books().printedByKey[id ?? ''];

/** The register ignores keys, so that only asking first keeps it from printing twice. */
const onlyFaults = ({ kassa }: FiscalShop, faults: Parameters<FiscalShop['kassa']['control']['setFaults']>[0]): void => {
  kassa.control.clearFaults();
  kassa.control.setFaults({ ...faults, ignoreReceiptKey: true });
};

/** A shop whose register keeps a security token that has just gone stale. */
const shopWithStaleToken = async (): Promise<FiscalShop> => {
  const shop = await openShop(world);
  await expectReceipts(world, await sold(shop), ['0 prepayment 50000 registered']);
  shop.kassa.control.rotateToken();
  return shop;
};

describe('a repeat that had to wait', () => {
  it('is not printed when the first request was carried out meanwhile, even by a register that ignores the key', async () => {
    const shop = await shopWithStaleToken();
    // The first request is under way for long; the repeat cannot leave for want of a token.
    onlyFaults(shop, { loseRequest: { endpoint: print, times: 1 }, error5xx: { endpoint: '/info/settings/token/' } });
    const order = await sold(shop);
    const [receipt] = await expectReceipts(world, order, ['0 prepayment 50000 unknown']);
    await eventually(async () => expect((await outcomesOf(receipt?.id)).at(-1)).toBe('not-sent'));
    onlyFaults(shop, {});
    await deliverLate(shop.kassa, receipt?.id);
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    expect(printedTimes(shop, receipt?.id)).toBe(1);
  }, 60_000);

  it('is not made while the register does not say whether it has the receipt', async () => {
    const shop = await shopWithStaleToken();
    onlyFaults(shop, { loseRequest: { endpoint: print, times: 1 }, error5xx: { endpoint: '/info/settings/token/' } });
    const order = await sold(shop);
    const [receipt] = await expectReceipts(world, order, ['0 prepayment 50000 unknown']);
    await eventually(async () => expect((await outcomesOf(receipt?.id)).at(-1)).toBe('not-sent'));
    onlyFaults(shop, { error5xx: { endpoint: '/info/receipts/bypaymentid/', times: 1 } });
    await deliverLate(shop.kassa, receipt?.id);
    await eventually(async () => expect((await receiptsOf(world, order))[0]?.problem).toContain('not repeated unseen'), 10_000);
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    expect(printedTimes(shop, receipt?.id)).toBe(1);
  }, 60_000);
});

describe('a retry by hand', () => {
  it('looks for the receipt first: what the register shows by now is not printed again', async () => {
    const shop = await openShop(world);
    onlyFaults(shop, { loseRequest: { endpoint: print, times: 1 }, error5xx: { endpoint: '/info/receipts/bypaymentid/' } });
    const order = await sold(shop);
    const [receipt] = await expectReceipts(world, order, ['0 prepayment 50000 unknown']);
    await eventually(async () => expect(await world.kit.asOwner('SELECT FROM fiscalization.receipt WHERE id = $1 AND overdue_since IS NOT NULL', [receipt?.id])).toHaveLength(1));
    // Nobody asks by himself for a while, so that the retry is the first to see the register well again.
    await world.kit.asOwner(`UPDATE fiscalization.due_work SET due_at = now() + interval '1 hour' WHERE kind = 'receipt.print'`);
    await deliverLate(shop.kassa, receipt?.id);
    onlyFaults(shop, {});
    await shop.ask('mutation ($input: RetryReceiptInput!) { retryReceipt(input: $input) { __typename } }', { input: { receiptId: receipt?.id, idempotencyKey: newId() } });
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    expect(printedTimes(shop, receipt?.id)).toBe(1);
  }, 60_000);
});

describe('a request that may still be on its way', () => {
  it('is given its time by the clock of the database, whatever this process takes the time for', async () => {
    const shop = await openShop(world);
    let aheadMs = 0;
    const clock = (): Date => new Date(Date.now() + aheadMs);
    await world.reopen({ clock, settings: { ...quick, absentAfterMs: 10_000 } });
    onlyFaults(shop, { loseRequest: { endpoint: print, times: 1 } });
    const order = await sold(shop);
    const [receipt] = await expectReceipts(world, order, ['0 prepayment 50000 unknown']);
    aheadMs = 3_600_000;
    const asked = async (): Promise<number> => (await outcomesOf(receipt?.id)).filter((outcome) => outcome === 'absent').length;
    await eventually(async () => expect(await asked()).toBeGreaterThan(2));
    await deliverLate(shop.kassa, receipt?.id);
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    expect(printedTimes(shop, receipt?.id)).toBe(1);
  }, 60_000);
});
