import { anOrder } from './testing/fiscal-order';
import { openShop, type FiscalShop } from './testing/fiscal-shop';
import { fiscalWorld, type FiscalWorld } from './testing/fiscal-world';
import { expectReceipts } from './testing/receipts-of';

let world: FiscalWorld;
let shop: FiscalShop;
beforeAll(async () => {
  world = await fiscalWorld();
  shop = await openShop(world);
}, 60_000);
afterAll(() => world.stop());

const cup = { total: 100_000, quantityMilli: 2_000, name: 'Кружка «Ёлка»' };

describe('the main road of a receipt', () => {
  it('goes from the hold to a registered prepayment and from the hand-over to a registered closing', async () => {
    const order = anOrder(world, shop, { children: [[cup]] });
    await order.place();
    await order.authorize('2026-03-01T10:00:00+03:00');
    await expectReceipts(world, order, ['0 prepayment 100000 registered']);
    await order.capture();
    await order.handOver();
    const receipts = await expectReceipts(world, order, ['0 prepayment 100000 registered', '0 closing 100000 registered']);
    const printed = shop.kassa.control.books();
    expect(receipts).toHaveLength(2);
    expect(JSON.stringify(printed)).toContain(receipts[0]?.id);
  }, 60_000);
});
