import { anOrder, type FiscalOrder, type OrderOptions } from './testing/fiscal-order';
import { openShop, type FiscalShop } from './testing/fiscal-shop';
import { fiscalWorld, type FiscalWorld } from './testing/fiscal-world';
import { formsOf } from './testing/printed';
import { expectReceipts } from './testing/receipts-of';

let world: FiscalWorld;
let shop: FiscalShop;
beforeAll(async () => {
  world = await fiscalWorld();
  shop = await openShop(world);
}, 60_000);
afterAll(() => world.stop());

const cup = { total: 100_000, quantityMilli: 2_000, name: 'Кружка «Ёлка»' };
const tea = { total: 1_000, quantityMilli: 3_000, name: 'Чай' };

const held = async (options: OrderOptions, at?: string): Promise<FiscalOrder> => {
  const order = anOrder(world, shop, options);
  await order.place();
  await order.authorize(at);
  return order;
};
const documentsOf = (ids: readonly string[]) => {
  const documents = shop.kassa.control.books().documents.filter(({ receiptKey }) => ids.includes(receiptKey));
  return [...documents].sort((a, b) => a.documentNumber - b.documentNumber).map(({ type, total, isPostSale }) => `${type} ${total}${isPostSale ? ' closing' : ''}`);
};

describe('the receipts of an order', () => {
  it('go from the hold to a registered prepayment and from the hand-over to a registered closing', async () => {
    const order = await held({ children: [[cup]] });
    await expectReceipts(world, order, ['0 prepayment 100000 registered']);
    await order.capture();
    await order.handOver();
    const receipts = await expectReceipts(world, order, ['0 prepayment 100000 registered', '0 closing 100000 registered']);
    expect(documentsOf(receipts.map(({ id }) => id))).toEqual(['sale 100000', 'sale 100000 closing']);
  }, 60_000);

  it('are sent with calculated VAT and cashless money at first, with plain VAT and the offset of the advance at the end', async () => {
    const order = await held({ children: [[cup, tea]] }, '2025-12-31T23:59:00+03:00');
    await order.capture();
    await order.handOver();
    const [prepayment, closing] = await expectReceipts(world, order, ['0 prepayment 101000 registered', '0 closing 101000 registered']);
    const [first] = formsOf(shop.kassa, prepayment?.id);
    const [last] = formsOf(shop.kassa, closing?.id);
    expect(first).toMatchObject({ type: 'sale', is_post_sale: 'false', sum_cashless: '1010.00', contact: 'buyer@example.com' });
    expect(first?.payment_id).not.toBe('');
    expect(first?.cart).toEqual([
      { name: 'Кружка "Ёлка"', price: '500.00', quantity: '2', sum: '1000.00', tax: 'vat120', item_type: 'goods', payment_type: 'prepay', measure: 'pcs' },
      { name: 'Чай', price: '3.33', quantity: '2', sum: '6.66', tax: 'vat120', item_type: 'goods', payment_type: 'prepay', measure: 'pcs' },
      { name: 'Чай', price: '3.34', quantity: '1', sum: '3.34', tax: 'vat120', item_type: 'goods', payment_type: 'prepay', measure: 'pcs' },
    ]);
    expect(last).toMatchObject({ type: 'sale', is_post_sale: 'true', sum_advance: '1010.00' });
    expect(last).not.toHaveProperty('sum_cashless');
    expect(last?.cart[0]).toMatchObject({ tax: 'vat22', payment_type: 'full' });
  }, 60_000);

  it('of a partial capture are corrected: the first is returned whole, a new one says what was taken, and they are printed in this order', async () => {
    const order = await held({ children: [[cup, tea]] });
    await order.capture([{ child: 0, lines: [{ line: 0, quantityMilli: 1_000, total: 50_000 }, { line: 1, quantityMilli: 3_000, total: 1_000 }] }]);
    await order.handOver();
    const expected = ['0 prepayment 101000 registered', '0 prepayment_refund 101000 registered', '0 prepayment 51000 registered', '0 closing 51000 registered'];
    const receipts = await expectReceipts(world, order, expected);
    expect(documentsOf(receipts.map(({ id }) => id))).toEqual(['sale 101000', 'refund 101000', 'sale 51000', 'sale 51000 closing']);
  }, 60_000);

  it('of a hold that was let go are returned', async () => {
    const order = await held({ children: [[cup], [tea]] });
    await order.release();
    await expectReceipts(world, order, ['0 prepayment 100000 registered', '0 prepayment_refund 100000 registered', '1 prepayment 1000 registered', '1 prepayment_refund 1000 registered']);
  }, 60_000);

  it('of money returned before the hand-over return the prepayment, and the closing is of the rest', async () => {
    const order = await held({ children: [[cup]] });
    await order.capture();
    await order.refund([{ child: 0, lines: [{ line: 0, quantityMilli: 1_000, total: 50_000 }] }]);
    await expectReceipts(world, order, ['0 prepayment 100000 registered', '0 prepayment_refund 50000 registered']);
    await order.handOver();
    await expectReceipts(world, order, ['0 prepayment 100000 registered', '0 prepayment_refund 50000 registered', '0 closing 50000 registered']);
  }, 60_000);

  it('of money returned after the hand-over refund the settlement with plain VAT', async () => {
    const order = await held({ children: [[cup]] });
    await order.capture();
    await order.handOver();
    await expectReceipts(world, order, ['0 prepayment 100000 registered', '0 closing 100000 registered']);
    await order.refund([{ child: 0, lines: [{ line: 0, quantityMilli: 2_000, total: 100_000 }] }]);
    const receipts = await expectReceipts(world, order, ['0 prepayment 100000 registered', '0 closing 100000 registered', '0 refund 100000 registered']);
    const [refund] = formsOf(shop.kassa, receipts[2]?.id);
    expect(refund).toMatchObject({ type: 'refund', is_post_sale: 'false', sum_cashless: '1000.00', cart: [{ tax: 'vat22', payment_type: 'full' }] });
  }, 60_000);

  it('of two legal entities go to the register of each, and only the one that took the money is told the payment', async () => {
    const two = await openShop(world, { entities: 2 });
    const order = anOrder(world, two, { children: [[cup], [tea]] });
    await order.place();
    await order.authorize();
    const [first, second] = await expectReceipts(world, order, ['0 prepayment 100000 registered', '1 prepayment 1000 registered']);
    const books = two.entities.map(({ kassa }) => kassa.control.books().documents.map(({ receiptKey }) => receiptKey));
    expect(books).toEqual([[first?.id], [second?.id]]);
    const forms = two.entities.flatMap(({ kassa }, at) => formsOf(kassa, [first, second][at]?.id));
    expect(forms.map(({ payment_id: payment }) => payment === '')).toEqual([false, true]);
  }, 60_000);

  it('reach the world as events, each with its number', async () => {
    const order = await held({ children: [[cup]] });
    const [receipt] = await expectReceipts(world, order, ['0 prepayment 100000 registered']);
    const events = await world.kit.asOwner<{ type: string; aggregate_version: number; body: Record<string, unknown> }>(
      'SELECT type, aggregate_version, body FROM fiscalization.event_log WHERE aggregate_id = $1 ORDER BY aggregate_version',
      [receipt?.id],
    );
    expect(events.map(({ type, aggregate_version: version }) => `${version} ${type}`)).toEqual(['1 ReceiptPlanned', '2 ReceiptRegistered']);
    expect(events[1]?.body).toMatchObject({ kind: 'prepayment', total: 100_000, fiscal: { fn: '9999078900001341' }, qr: expect.stringMatching(/^t=\d{8}T\d{4}&s=1000\.00&fn=9999078900001341&i=\d+&fp=\d+&n=1$/) });
    expect(events[1]?.body['url']).toMatch(/\/receipt\/[^/]+\/\?rc_id=\d+$/);
  }, 60_000);

  it('of more rows than a document holds are several, each told which of how many it is', async () => {
    const order = await held({ children: [Array.from({ length: 101 }, () => ({ total: 100 }))] });
    await expectReceipts(world, order, ['0 prepayment 10000 registered', '0 prepayment 100 registered']);
    await order.capture();
    await order.handOver();
    await expectReceipts(world, order, ['0 prepayment 10000 registered', '0 prepayment 100 registered', '0 closing 10000 registered', '0 closing 100 registered']);
    const told = await world.kit.asOwner<{ part: string }>(
      "SELECT body->>'part' || ' of ' || (body->>'parts') AS part FROM fiscalization.event_log WHERE type = 'ReceiptRegistered' AND body->>'orderId' = $1 ORDER BY recorded_at",
      [order.orderId],
    );
    expect(told.map(({ part }) => part)).toEqual(['1 of 2', '2 of 2', '1 of 2', '2 of 2']);
  }, 60_000);
});
