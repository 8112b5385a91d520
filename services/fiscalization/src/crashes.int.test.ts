import { anOrder, type FiscalOrder } from './testing/fiscal-order';
import { openShop, type FiscalShop } from './testing/fiscal-shop';
import { fiscalWorld, quick, type FiscalWorld } from './testing/fiscal-world';
import { expectReceipts } from './testing/receipts-of';

let world: FiscalWorld;
let shop: FiscalShop;
beforeAll(async () => {
  world = await fiscalWorld();
  shop = await openShop(world);
}, 60_000);
afterEach(() => shop.kassa.control.clearFaults());
afterAll(() => world.stop());

/** Dies at the n-th passing of a point, and at every one after it: a dead process does nothing more. */
const deathAt = (point: string, times = 1) => {
  let passed = 0;
  let dead = false;
  let tell: () => void = () => undefined;
  const happened = new Promise<void>((resolve) => (tell = resolve));
  const crash = (name: string): void => {
    if (name === point) passed += 1;
    dead ||= passed === times;
    if (!dead) return;
    tell();
    throw new Error(`died at ${point}`);
  };
  return { crash, happened };
};

const everything = ['0 prepayment 50000 registered', '0 prepayment_refund 50000 registered', '0 prepayment 30000 registered', '0 closing 30000 registered'];

const wholeStory = async (): Promise<FiscalOrder> => {
  const order = anOrder(world, shop, { children: [[{ total: 20_000 }, { total: 30_000 }]] });
  await order.place();
  await order.authorize();
  await order.capture([{ child: 0, lines: [{ line: 1, quantityMilli: 1_000, total: 30_000 }] }]);
  await order.handOver();
  return order;
};

const points: readonly (readonly [string, number])[] = [
  ['receipt:before-call', 1],
  ['receipt:before-call', 3],
  ['receipt:after-call-before-commit', 1],
  ['receipt:after-call-before-commit', 2],
  ['receipt:after-call-before-commit', 5],
  ['mid-consumer', 1],
  ['mid-consumer', 2],
  ['after-commit-before-publish', 1],
  ['after-publish-before-ack', 1],
];

describe('a process that dies', () => {
  it.each(points)('at %s, passing %i, leaves every receipt to be printed once by the next one', async (point, times) => {
    const death = deathAt(point, times);
    // A register that forgets keys: nothing but asking first keeps it from printing twice.
    shop.kassa.control.setFaults({ ignoreReceiptKey: true });
    await world.reopen({ crash: death.crash });
    const order = await wholeStory();
    await death.happened;
    await world.reopen();
    const receipts = await expectReceipts(world, order, everything);
    const { printedByKey, printedTwice } = shop.kassa.control.books();
    expect({ printed: receipts.map(({ id }) => printedByKey[id]), printedTwice }).toEqual({ printed: [1, 1, 1, 1], printedTwice: [] });
  }, 90_000);
});

/** Stands still with the whole process, once, at a point. */
const freezeAt = (point: string, ms: number) => {
  let left = ms;
  return (name: string): void => {
    if (name !== point) return;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, left);
    left = 0;
  };
};

describe('a process that was frozen after it wrote "sent"', () => {
  it('does not print any more what another one may be printing by now', async () => {
    await world.reopen({ crash: freezeAt('receipt:before-call', 1_200), settings: { ...quick, leaseMs: 2_000 } });
    const order = anOrder(world, shop, { children: [[{ total: 20_000 }]] });
    await order.place();
    await order.authorize();
    const [receipt] = await expectReceipts(world, order, ['0 prepayment 20000 registered']);
    const calls = await world.kit.asOwner<{ outcome: string }>('SELECT outcome FROM fiscalization.register_call WHERE receipt_id = $1 ORDER BY id LIMIT 2', [receipt?.id]);
    expect(calls.map(({ outcome }) => outcome)).toEqual(['not-sent', 'in-progress']);
    expect(shop.kassa.control.books().printedByKey[receipt?.id ?? '']).toBe(1);
    await world.reopen();
  }, 60_000);
});
