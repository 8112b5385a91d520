import { newId } from '@paygraph/shared/ids';
import { eventually } from '@paygraph/shared/testing/eventually';
import { createHmac } from 'node:crypto';
import { confirmPicking, orderFields, placed, type Shop } from './shop';
import type { Shown, ShownChild, ShownLine, ShownOrder, Told, World } from './world';

export const bothOf = ({ children: [north, south] }: ShownOrder): [ShownChild, ShownChild] => {
  if (!north || !south) throw new Error('the order has one child order only');
  return [north, south];
};
export const goodsOf = ({ lines }: ShownChild): ShownLine => {
  const line = lines.find(({ kind }) => kind === 'GOODS');
  if (!line) throw new Error('the child order has no goods');
  return line;
};

type Money = Readonly<{ refundedTotal: number; remaining: number; children: readonly object[] }>;

/** Tells of one payment what the payments service would tell. */
export const paymentOf = (world: World, shop: Shop, { id: orderId, total: { amount: total } }: ShownOrder) => {
  const paymentId = newId<string>();
  let version = 0;
  const tell = (type: string, body: object): Promise<void> =>
    world.publish({ topic: 'payments.payment.v1', type, aggregateId: paymentId, aggregateVersion: (version += 1), merchantId: shop.merchantId, body: { paymentId, orderId, ...body } });
  const operation = (requestId: string | null): object => ({ operationId: newId(), requestId });
  return {
    started: () => tell('PaymentStarted', { contractId: newId(), legalEntityId: shop.house, provider: 'paykeeper', method: 'card', amount: total, currency: 'RUB' }),
    authorized: () => tell('PaymentAuthorized', { amount: total, providerPaymentId: '17', contractId: newId(), holdExpiresAt: null }),
    declined: () => tell('PaymentDeclined', { reason: 'declined', providerText: 'card of Ivan Canary' }),
    voided: (requestId: string | null) => tell('PaymentVoided', { ...operation(requestId), released: total, reason: 'asked' }),
    captured: (requestId: string | null, captured: number, children: readonly object[]) =>
      tell('PaymentCaptured', { ...operation(requestId), captured, released: total - captured, providerPaymentId: '17', children }),
    refunded: (requestId: string | null, amount: number, rest: Money) => tell('PaymentRefunded', { ...operation(requestId), amount, providerPaymentId: '17', reason: 'asked', ...rest }),
  };
};

export type Payment = ReturnType<typeof paymentOf>;
export type Story = ReturnType<typeof storyOf>;

/** The steps of an order's life, each told by whoever tells it in the real world. */
export const storyOf = (world: World, shop: Shop) => {
  const now = async (id: string): Promise<ShownOrder> => (await world.ask(shop.staff, `query($id: ID!) { order(id: $id) { ${orderFields} } }`, { id })).data?.['order'] as ShownOrder;
  const is = (id: string, status: string) => eventually(async () => expect((await now(id)).status).toBe(status));
  const told = (id: string, type?: string): Told[] => world.told('orders.order.v1').filter((event) => event.aggregateId === id && (type === undefined || event.type === type));
  const asked = (id: string, type: string, count = 1): Promise<Told['body'][]> =>
    eventually(() => {
      const events = told(id, type);
      if (events.length < count) throw new Error(`${events.length} of ${count} ${type} were told`);
      return events.map(({ body }) => body);
    });
  const pick = async (childOrderId: string, how: object): Promise<Shown | null | undefined> =>
    (await world.ask(shop.staff, confirmPicking, { input: { idempotencyKey: newId(), childOrderId, ...how } })).data?.['confirmPicking'];
  const held = async (over: object = {}): Promise<{ order: ShownOrder; payment: Payment }> => {
    const order = await placed(world, shop, over);
    const payment = paymentOf(world, shop, order);
    await payment.started();
    await payment.authorized();
    await is(order.id, 'PAYMENT_SECURED');
    return { order, payment };
  };
  const paid = async (over: object = {}): Promise<{ order: ShownOrder; payment: Payment }> => {
    const { order, payment } = await held(over);
    for (const child of order.children) await pick(child.id, { full: true });
    const [capture] = await asked(order.id, 'OrderCaptureRequested');
    if (!capture) throw new Error('no capture was asked for');
    await payment.captured(capture.requestId, capture.total, capture.children);
    await is(order.id, 'PAID');
    return { order, payment };
  };
  const kinds = async (id: string): Promise<string[]> =>
    (await world.ask(shop.staff, 'query($id: ID!) { order(id: $id) { timeline(first: 100) { edges { node { kind seq } } } } }', { id })).data?.['order']?.timeline?.edges.map(({ node }) => node.kind) ?? [];
  return { now, is, told, asked, pick, held, paid, kinds, receipt: receiptTeller(world, shop), deliver: carrierOf(world, shop) };
};

/** Tells that a closing receipt, or one document of it, was planned and registered. */
const receiptTeller = (world: World, shop: Shop) => async (orderId: string, childOrderId: string, part: { part?: number; parts?: number } = {}): Promise<void> => {
  const receiptId = newId<string>();
  const body = { receiptId, orderId, childOrderId, paymentId: newId(), kind: 'closing', total: 100, ...part };
  const fiscal = { fn: '9999078900001234', fd: '17', fp: '1234567890', shift: '1', receiptNumber: '1', registrationNumber: '1', registeredAt: new Date().toISOString() };
  const event = { topic: 'fiscalization.receipt.v1', aggregateId: receiptId, merchantId: shop.merchantId };
  await world.publish(
    { ...event, type: 'ReceiptPlanned', aggregateVersion: 1, body: { ...body, legalEntityId: shop.house, cashRegisterId: newId() } },
    { ...event, type: 'ReceiptRegistered', aggregateVersion: 2, body: { ...body, fiscal, qr: 't=1', url: null } },
  );
};

/** A carrier's signed call to the webhook. */
const carrierOf = (world: World, shop: Shop) => async (over: object): Promise<{ status: number; body: unknown }> => {
  const signal = { signalId: newId(), carrier: 'own_courier', shipmentId: 's', direction: 'forward', kind: 'handed_over', final: true, occurredAt: new Date().toISOString(), ...over };
  const body = JSON.stringify(signal);
  const t = Math.floor(Date.now() / 1000);
  const v1 = createHmac('sha256', shop.secret).update(`${t}.${body}`).digest('hex');
  const answer = await fetch(`${world.url}/webhooks/delivery/${shop.merchantId}/${shop.platform}`, { method: 'POST', body, headers: { 'x-signature': `t=${t},v1=${v1}` } });
  return { status: answer.status, body: await answer.json() };
};
