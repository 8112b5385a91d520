import { Api } from '@paygraph/simulators/kit/testing/api';
import { anOrder, type FiscalOrder } from './testing/fiscal-order';
import { openShop, type FiscalShop } from './testing/fiscal-shop';
import { fiscalWorld, type FiscalWorld } from './testing/fiscal-world';
import { formsOf } from './testing/printed';
import { expectReceipts, receiptsOf } from './testing/receipts-of';

let world: FiscalWorld;
let shop: FiscalShop;
beforeAll(async () => {
  world = await fiscalWorld();
  shop = await openShop(world);
}, 60_000);
afterEach(() => shop.kassa.control.clearFaults());
afterAll(() => world.stop());

const endpoint = '/change/receipt/print/';
type Faults = Parameters<FiscalShop['kassa']['control']['setFaults']>[0];

const sell = async (): Promise<FiscalOrder> => {
  const order = anOrder(world, shop, { children: [[{ total: 50_000 }]] });
  await order.place();
  await order.authorize();
  return order;
};
const printedOnce = async (order: FiscalOrder): Promise<void> => {
  const [receipt] = await receiptsOf(world, order);
  const { printedByKey, printedTwice } = shop.kassa.control.books();
  expect({ times: printedByKey[receipt?.id ?? ''], printedTwice }).toEqual({ times: 1, printedTwice: [] });
};

const troubles: readonly (readonly [string, Faults])[] = [
  ['the answer is lost after the register took the receipt', { loseAnswer: { endpoint, times: 1 } }],
  ['the request is lost on its way', { loseRequest: { endpoint, times: 2 } }],
  ['the register answers 500 without acting', { error5xx: { endpoint, times: 2 } }],
  ['the register answers 500 after acting', { error5xxAfter: { endpoint, times: 1 } }],
  ['the answer is broken JSON', { malformed: { value: 'json', endpoint, times: 1 } }],
  ['the answer is a page', { malformed: { value: 'html', endpoint, times: 1 } }],
  ['the answer is empty', { malformed: { value: 'empty', endpoint, times: 1 } }],
  ['the register never answers and acted', { hang: { value: 'after', endpoint, times: 1 } }],
  ['the register never answers and did not act', { hang: { value: 'before', endpoint, times: 1 } }],
  ['the security token changes at every reading', { rotateToken: { times: 3 } }],
  ['the list of receipts cannot be read for a while', { loseAnswer: { endpoint, times: 1 }, error5xx: { endpoint: '/info/receipts/bypaymentid/', times: 3 } }],
  ['reading the receipt fails for a while', { malformed: [{ value: 'html', endpoint: '/info/receipts/byid/', times: 1 }, { value: 'empty', endpoint: '/info/receipts/byid/', times: 1 }] }],
];

describe('a receipt is printed once', () => {
  it.each(troubles)('when %s', async (_trouble, faults) => {
    shop.kassa.control.setFaults(faults);
    const order = await sell();
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    await printedOnce(order);
  }, 60_000);

  it.each(troubles)('by a register that ignores the key, when %s', async (_trouble, faults) => {
    shop.kassa.control.setFaults({ ...faults, ignoreReceiptKey: true });
    const order = await sell();
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    await printedOnce(order);
  }, 60_000);

  it('when the token went stale between two receipts', async () => {
    await expectReceipts(world, await sell(), ['0 prepayment 50000 registered']);
    shop.kassa.control.rotateToken();
    const order = await sell();
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    await printedOnce(order);
  }, 60_000);

  it('and every repeat carries the same bytes and the same key', async () => {
    shop.kassa.control.setFaults({ loseRequest: { endpoint, times: 2 } });
    const order = await sell();
    const [receipt] = await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    const forms = formsOf(shop.kassa, receipt?.id);
    expect(forms).toHaveLength(3);
    expect(new Set(forms.map((form) => JSON.stringify(form))).size).toBe(1);
  }, 60_000);
});

describe('a receipt whose answer was lost', () => {
  it('is unknown to the world until the register is heard, never failed', async () => {
    shop.kassa.control.setFaults({ loseAnswer: { endpoint, times: 1 }, error5xx: { endpoint: '/info/receipts/bypaymentid/' } });
    const order = await sell();
    const [receipt] = await expectReceipts(world, order, ['0 prepayment 50000 unknown']);
    shop.kassa.control.clearFaults();
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    const events = await world.kit.asOwner<{ type: string }>('SELECT type FROM fiscalization.event_log WHERE aggregate_id = $1 ORDER BY aggregate_version', [receipt?.id]);
    expect(events.map(({ type }) => type)).toEqual(['ReceiptPlanned', 'ReceiptUnknown', 'ReceiptRegistered']);
  }, 60_000);
});

describe('a receipt of a seller who was not the one paid', () => {
  it('is found by the day it was printed on, however many others were printed that day', async () => {
    const { entities, ...own } = await openShop(world, { entities: 2 });
    const kassa = entities[1]?.kassa ?? own.kassa;
    const api = new Api(kassa);
    const item = { name: 'Чайник заварочный '.repeat(6), price: '1.00', quantity: 1, sum: '1.00', tax: 'vat122', item_type: 'goods', payment_type: 'prepay' };
    const big = { payment_id: '', type: 'sale', contact: 'a@b.ru', sum_cashless: '60.00', cart: JSON.stringify(Array.from({ length: 60 }, () => item)) };
    for (let at = 0; at < 160; at += 1) await api.command(endpoint, { ...big, receipt_key: `other-${at}` });
    kassa.control.setFaults({ loseAnswer: { endpoint, times: 1 }, ignoreReceiptKey: true });
    const order = anOrder(world, { ...own, entities }, { children: [[{ total: 50_000 }], [{ total: 30_000 }]] });
    await order.place();
    await order.authorize();
    await expectReceipts(world, order, ['0 prepayment 50000 registered', '1 prepayment 30000 registered']);
    expect(kassa.control.books().printedTwice).toEqual([]);
  }, 60_000);

  it('is found by a register whose day is already the next one: what its dates are by is not known', async () => {
    const { entities, ...own } = await openShop(world, { entities: 2 });
    const kassa = entities[1]?.kassa ?? own.kassa;
    const toMidnight = 86_400 - Math.floor((Date.now() / 1_000 + 3 * 3_600) % 86_400);
    kassa.control.setFaults({ clockSkewSeconds: { value: toMidnight + 3_600 }, loseAnswer: { endpoint, times: 1 }, ignoreReceiptKey: true });
    const order = anOrder(world, { ...own, entities }, { children: [[{ total: 50_000 }], [{ total: 30_000 }]] });
    await order.place();
    await order.authorize();
    await expectReceipts(world, order, ['0 prepayment 50000 registered', '1 prepayment 30000 registered']);
    expect(kassa.control.books().printedTwice).toEqual([]);
  }, 60_000);
});
