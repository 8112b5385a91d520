import { setTimeout as pause } from 'node:timers/promises';
import { confirmPicking, placeOrder, startPayment, type PlacedOrder, type StartedPayment } from '@paygraph/gateway/main-job/actions';
import { demoBasket } from '@paygraph/gateway/main-job/basket';
import type { Shop, System } from '../host/system';
import { postJson } from './client';

export const wholePurchase = 'whole purchase';
const pageWithinMs = 60_000;
const lookEveryMs = 200;

/** Milliseconds by the name of what took them. */
export type Samples = Map<string, number[]>;

export const note = (samples: Samples, name: string, ms: number): void => {
  const known = samples.get(name);
  if (known) known.push(ms);
  else samples.set(name, [ms]);
};

const timed = async <T>(samples: Samples, name: string, work: () => Promise<T>): Promise<T> => {
  const from = performance.now();
  const value = await work();
  note(samples, name, performance.now() - from);
  return value;
};

let last = 0;
/** Buyers come to the shops in turn. */
export const nextShop = ({ shops }: Pick<System, 'shops'>): Shop => {
  const shop = shops[last % shops.length];
  if (!shop) throw new Error('There is no shop');
  return shop;
};

const nextNumber = (): string => `B${(last += 1)}`;

/** A bank that failed the first time is asked again: until then the buyer looks whether there is a page. */
const pageOf = async (buyer: Shop['buyer'], { id, pageUrl }: StartedPayment): Promise<string> => {
  const until = performance.now() + pageWithinMs;
  for (let page = pageUrl; ; page = (await buyer<{ payment: { pageUrl: string | null } }>('query Page($id: ID!) { payment(id: $id) { pageUrl } }', { id })).payment.pageUrl) {
    if (page !== null) return page;
    if (performance.now() > until) throw new Error(`No page to pay on within ${pageWithinMs} ms`);
    await pause(lookEveryMs);
  }
};

/** The buyer pays on the bank's page; the bank then notifies the platform by itself. Gives the bank's number of the payment. */
const pay = async ({ outside }: Shop, pageUrl: string): Promise<string> => {
  const invoiceId = /\/bill\/(\d+)/.exec(pageUrl)?.[1];
  const { status, text } = await postJson(`${outside.paykeeper.url}/__sim/pay`, JSON.stringify({ invoiceId, outcome: 'success' }));
  if (status !== 200) throw new Error(`The buyer could not pay: ${text}`);
  return (JSON.parse(text) as { paymentId: string }).paymentId;
};

const pick = async ({ operator, feed }: Shop, order: PlacedOrder, samples: Samples): Promise<void> => {
  for (const child of order.children) await timed(samples, 'confirmPicking', () => confirmPicking(operator, child.id));
  await timed(samples, 'picked -> captured', () => feed.until(order.id, 'payment.captured'));
};

export type Buying = Readonly<{ samples: Samples; from: number; /** Before the buyer pays. */ watch?: (order: PlacedOrder) => Promise<void> }>;
/** A purchase that is done, with the names by which its bank knows it. */
export type Bought = Readonly<{ samples: Samples; bankUrl: string; paymentId: string; bankPaymentId: string }>;

/** One purchase: order, payment, both prepayment receipts, picking, capture. `from` is when the buyer came. @throws when a step fails. */
export const buy = async (at: Shop, { samples, from, watch }: Buying): Promise<Bought> => {
  const { shop, buyer, merchant, customerId, feed } = at;
  const order = await timed(samples, 'placeOrder', () => placeOrder(shop, { basket: demoBasket(nextNumber()), merchant, customerId }));
  try {
    const payment = await timed(samples, 'startPayment', () => startPayment(buyer, order.id));
    await watch?.(order);
    const page = await pageOf(buyer, payment);
    const bankPaymentId = await timed(samples, 'pay', () => pay(at, page));
    await timed(samples, 'paid -> authorized', () => feed.until(order.id, 'payment.authorized'));
    await timed(samples, 'authorized -> receipts registered', () => feed.until(order.id, 'receipt.prepayment.registered', order.children.length));
    await pick(at, order, samples);
    note(samples, wholePurchase, performance.now() - from);
    return { samples, bankUrl: at.outside.paykeeper.url, paymentId: payment.id, bankPaymentId };
  } finally {
    feed.forget(order.id);
  }
};
