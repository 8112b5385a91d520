import { newId } from '@paygraph/shared/ids';
import { unseal } from '@paygraph/shared/seal';
import { eventually } from '@paygraph/shared/testing/eventually';
import { createHmac } from 'node:crypto';
import { basket, cancelOrder, confirmPicking, openShop, orderFields, placed, placeOrder, requestReturn, type Shop } from './testing/shop';
import { startWorld, type Shown, type ShownChild, type ShownLine, type ShownOrder, type Told, type World } from './testing/world';

const bothOf = ({ children: [north, south] }: ShownOrder): [ShownChild, ShownChild] => {
  if (!north || !south) throw new Error('the order has one child order only');
  return [north, south];
};
const goodsOf = ({ lines }: ShownChild): ShownLine => {
  const line = lines.find(({ kind }) => kind === 'GOODS');
  if (!line) throw new Error('the child order has no goods');
  return line;
};

describe('an order', () => {
  let world: World;
  let shop: Shop;
  let key = 0;

  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world);
  }, 90_000);
  afterAll(() => world.stop());

  const nextKey = (): string => `k${(key += 1)}`;
  const orderNow = async (id: string): Promise<ShownOrder> => (await world.ask(shop.staff, `query($id: ID!) { order(id: $id) { ${orderFields} } }`, { id })).data?.['order'] as ShownOrder;
  const kindsOf = async (id: string): Promise<string[]> =>
    (await world.ask(shop.staff, 'query($id: ID!) { order(id: $id) { timeline(first: 100) { edges { node { kind seq } } } } }', { id })).data?.['order']?.timeline?.edges.map(({ node }) => node.kind) ?? [];
  const ordersTold = (id: string) => world.told('orders.order.v1').filter(({ aggregateId }) => aggregateId === id);

  const payments = (orderId: string, total = 24_301) => {
    const paymentId = newId<string>();
    let version = 0;
    const tell = (type: string, body: object) =>
      world.publish({ topic: 'payments.payment.v1', type, aggregateId: paymentId, aggregateVersion: (version += 1), merchantId: shop.merchantId, body: { paymentId, orderId, ...body } });
    return {
      paymentId,
      started: () => tell('PaymentStarted', { contractId: newId(), legalEntityId: shop.house, provider: 'paykeeper', method: 'card', amount: total, currency: 'RUB' }),
      authorized: () => tell('PaymentAuthorized', { amount: total, providerPaymentId: '17', contractId: newId(), holdExpiresAt: null }),
      declined: () => tell('PaymentDeclined', { reason: 'declined', providerText: 'card of Ivan Canary' }),
      voided: (requestId: string | null) => tell('PaymentVoided', { operationId: newId(), requestId, released: total, reason: 'asked' }),
      captured: (requestId: string | null, captured: number, children: readonly object[]) =>
        tell('PaymentCaptured', { operationId: newId(), requestId, captured, released: total - captured, providerPaymentId: '17', children }),
      refunded: (requestId: string | null, amount: number, rest: { refundedTotal: number; remaining: number; children: readonly object[] }) =>
        tell('PaymentRefunded', { operationId: newId(), requestId, amount, providerPaymentId: '17', reason: 'asked', ...rest }),
    };
  };
  const receipt = async (orderId: string, childOrderId: string, kind = 'closing') => {
    const receiptId = newId<string>();
    const body = { receiptId, orderId, childOrderId, paymentId: newId(), kind, total: 100 };
    const fiscal = { fn: '9999078900001234', fd: '17', fp: '1234567890', shift: '1', receiptNumber: '1', registrationNumber: '1', registeredAt: new Date().toISOString() };
    const event = { topic: 'fiscalization.receipt.v1', aggregateId: receiptId, merchantId: shop.merchantId };
    await world.publish(
      { ...event, type: 'ReceiptPlanned', aggregateVersion: 1, body: { ...body, legalEntityId: shop.house, cashRegisterId: newId() } },
      { ...event, type: 'ReceiptRegistered', aggregateVersion: 2, body: { ...body, fiscal, qr: 't=1', url: null } },
    );
  };
  const signal = (over: object) => ({ signalId: nextKey(), carrier: 'own_courier', shipmentId: 's', direction: 'forward', kind: 'handed_over', final: true, occurredAt: new Date().toISOString(), ...over });
  const deliver = async (over: object): Promise<{ status: number; body: unknown }> => {
    const body = JSON.stringify(signal(over));
    const t = Math.floor(Date.now() / 1000);
    const v1 = createHmac('sha256', shop.secret).update(`${t}.${body}`).digest('hex');
    const answer = await fetch(`${world.url}/webhooks/delivery/${shop.merchantId}/${shop.platform}`, { method: 'POST', body, headers: { 'x-signature': `t=${t},v1=${v1}` } });
    return { status: answer.status, body: await answer.json() };
  };
  const pick = async (childOrderId: string, how: object): Promise<Shown | null | undefined> => (await world.ask(shop.staff, confirmPicking, { input: { idempotencyKey: nextKey(), childOrderId, ...how } })).data?.['confirmPicking'];

  const held = async (over: object = {}) => {
    const order = await placed(world, shop, over);
    const payment = payments(order.id, order.total.amount);
    await payment.started();
    await payment.authorized();
    await eventually(async () => expect((await orderNow(order.id)).status).toBe('PAYMENT_SECURED'));
    return { order, payment };
  };
  const captureAsked = (orderId: string) => eventually(() => {
    const asked = ordersTold(orderId).find(({ type }) => type === 'OrderCaptureRequested');
    if (!asked) throw new Error('no capture was asked for');
    return asked.body;
  });
  const paid = async (over: object = {}) => {
    const { order, payment } = await held(over);
    for (const child of order.children) await pick(child.id, { full: true });
    const asked = await captureAsked(order.id);
    await payment.captured(asked.requestId, asked.total, asked.children);
    await eventually(async () => expect((await orderNow(order.id)).status).toBe('PAID'));
    return { order, payment };
  };

  it('is divided by warehouse to the kopeck and told with its contact readable only by those who use it', async () => {
    const order = await placed(world, shop);
    expect(order.children.map(({ total, lines }) => [total.amount, lines.map((line) => line.total.amount)])).toEqual([[19_441, [19_200, 241]], [4_860, [4_800, 60]]]);
    const event = await eventually(() => {
      const [first] = ordersTold(order.id);
      if (first?.type !== 'OrderPlaced') throw new Error('nothing was told yet');
      return first.body;
    });
    for (const service of ['payments', 'fiscalization'] as const) {
      expect(await unseal(world.sealing[service].privateJwks, event.sealedContact[service])).toEqual({ email: 'buyer.canary@example.ru', phone: '+79161234567' });
    }
    const [row] = await world.sql<{ sealed_contact: string }>('SELECT sealed_contact FROM orders WHERE id = $1', [order.id]);
    expect(await unseal(world.sealing.own.privateJwks, row?.sealed_contact ?? '')).toMatchObject({ email: 'buyer.canary@example.ru' });
  });

  it('goes from placed to completed: held, picked, taken, delivered, closed by its receipts', async () => {
    const { order } = await paid();
    for (const child of order.children) expect(await deliver({ orderRef: child.number, shipmentId: child.id })).toEqual({ status: 200, body: { status: 'applied' } });
    expect((await orderNow(order.id)).status).toBe('DELIVERED');
    for (const child of order.children) await receipt(order.id, child.id);
    await eventually(async () => expect((await orderNow(order.id)).status).toBe('COMPLETED'));
    expect(await kindsOf(order.id)).toEqual([
      'order.placed', 'order.split', 'order.split', 'payment.started', 'payment.authorized', 'picking.confirmed', 'picking.confirmed', 'payment.capture_requested', 'payment.captured',
      'delivery.delivered', 'delivery.delivered', 'order.delivered',
      'receipt.closing.planned', 'receipt.closing.registered', 'receipt.closing.planned', 'receipt.closing.registered', 'order.completed',
    ]);
    const told = ordersTold(order.id);
    expect(told.map(({ aggregateVersion }) => aggregateVersion)).toEqual(told.map((_, index) => index + 1));
    expect(told.filter(({ type }) => type === 'ChildOrderHandedOver')).toHaveLength(2);
    const history = world.told('orders.timeline.v1').filter(({ aggregateId }) => aggregateId === order.id);
    expect(history.map(({ body }) => body.seq)).toEqual(history.map((_, index) => index + 1));
    expect(world.told('orders.delivery.v1').filter(({ body }) => body.orderId === order.id)).toHaveLength(2);
  });

  it('asks for the part of the hold that the warehouses have, to the kopeck', async () => {
    const { order } = await held();
    const [north, south] = bothOf(order);
    const tea = goodsOf(north);
    const picked = await pick(north.id, { lines: [{ lineId: tea.id, quantityMilli: 1000 }] });
    expect(picked?.order?.status).toBe('PAYMENT_SECURED');
    await pick(south.id, { full: true });
    const asked = await captureAsked(order.id);
    expect(asked).toMatchObject({ total: 9_600 + 241 + 4_860, children: [{ childOrderId: north.id, total: 9_841 }, { childOrderId: south.id, total: 4_860 }] });
  });

  it('lets the hold go when the warehouses have nothing', async () => {
    const { order, payment } = await held();
    for (const child of order.children) await pick(child.id, { lines: [{ lineId: goodsOf(child).id, quantityMilli: 0 }] });
    const asked = await eventually(() => {
      const event = ordersTold(order.id).find(({ type }) => type === 'OrderVoidRequested');
      if (!event) throw new Error('no void was asked for');
      return event.body;
    });
    await payment.voided(asked.requestId);
    await eventually(async () => expect(await kindsOf(order.id)).toContain('payment.voided'));
    expect((await orderNow(order.id)).status).toBe('CANCELLED');
    expect(ordersTold(order.id).some(({ type }) => type === 'OrderCaptureRequested')).toBe(false);
  });

  it('may be paid again after a declined payment, and keeps the bank\'s words about the buyer out of its history', async () => {
    const order = await placed(world, shop);
    const first = payments(order.id);
    await first.started();
    await first.declined();
    await eventually(async () => expect((await orderNow(order.id)).status).toBe('PAYMENT_FAILED'));
    const second = payments(order.id);
    await second.started();
    await second.authorized();
    await eventually(async () => expect((await orderNow(order.id)).status).toBe('PAYMENT_SECURED'));
    expect(JSON.stringify(world.told('orders.timeline.v1'))).not.toContain('Canary');
  });

  it('gives money back when it is cancelled after the payment, and when the payment comes after the cancellation', async () => {
    const { order } = await paid();
    const input = { idempotencyKey: nextKey(), orderId: order.id, reason: 'changed mind' };
    expect((await world.ask(shop.staff, cancelOrder, { input })).data?.['cancelOrder']?.order?.status).toBe('CANCELLED');
    await eventually(() => expect(ordersTold(order.id).find(({ type }) => type === 'OrderRefundRequested')?.body).toMatchObject({ total: 24_301, reason: 'changed mind' }));

    const early = await placed(world, shop);
    await world.ask(shop.staff, cancelOrder, { input: { ...input, idempotencyKey: nextKey(), orderId: early.id } });
    const late = payments(early.id);
    await late.started();
    await late.authorized();
    await eventually(() => expect(ordersTold(early.id).filter(({ type }) => type === 'OrderVoidRequested').length).toBeGreaterThan(0));
    expect((await orderNow(early.id)).status).toBe('CANCELLED');
  });

  it('asks back what the buyer returns and closes the child order when the money went back', async () => {
    const { order, payment } = await paid();
    const [north] = bothOf(order);
    await deliver({ orderRef: north.id, shipmentId: north.id });
    const tea = goodsOf(north);
    const half = await world.ask(shop.staff, requestReturn, { input: { idempotencyKey: nextKey(), childOrderId: north.id, lines: [{ lineId: tea.id, quantityMilli: 1000 }], reason: 'defect' } });
    expect(half.data?.['requestReturn']?.__typename).toBe('RequestReturnSuccess');
    await world.ask(shop.staff, requestReturn, { input: { idempotencyKey: nextKey(), childOrderId: north.id, lines: [{ lineId: tea.id, quantityMilli: 1000 }], reason: 'defect' } });
    const asked = await eventually(() => {
      const events = ordersTold(order.id).filter(({ type }) => type === 'OrderRefundRequested');
      expect(events).toHaveLength(2);
      return events.map(({ body }) => body) as [Told['body'], Told['body']];
    });
    expect(asked.map(({ total }) => total)).toEqual([9_600, 9_600]);
    expect((await orderNow(order.id)).children[0]?.status).toBe('RETURNING');
    await payment.refunded(asked[0].requestId, 9_600, { refundedTotal: 9_600, remaining: 14_701, children: asked[0].children });
    await payment.refunded(asked[1].requestId, 9_600, { refundedTotal: 19_200, remaining: 5_101, children: asked[1].children });
    await eventually(async () => expect((await orderNow(order.id)).children[0]?.status).toBe('RETURNED'));
  });

  it('gives back the money of a parcel that came back to its sender, and never calls it delivered', async () => {
    const { order } = await paid();
    const [north, south] = bothOf(order);
    await deliver({ orderRef: north.number, shipmentId: 'n', kind: 'return_started' });
    await deliver({ orderRef: north.number, shipmentId: 'n', kind: 'handed_over', direction: 'return' });
    await deliver({ orderRef: south.number, shipmentId: 's' });
    const now = await orderNow(order.id);
    expect([now.status, now.children.map(({ status }) => status)]).toEqual(['DELIVERED', ['RETURNED', 'HANDED_OVER']]);
    await eventually(() => expect(ordersTold(order.id).find(({ type }) => type === 'OrderRefundRequested')?.body).toMatchObject({ total: 19_441, children: [{ childOrderId: north.id }] }));
    expect(await kindsOf(order.id)).not.toContain('order.completed');
  });

  it('waits with a hand-over that was told before the picking until the picking is confirmed', async () => {
    const { order } = await held();
    const [north] = bothOf(order);
    await deliver({ orderRef: north.number, shipmentId: 'early' });
    expect((await orderNow(order.id)).children[0]?.status).toBe('READY_TO_PICK');
    await pick(north.id, { full: true });
    expect((await orderNow(order.id)).children[0]?.status).toBe('HANDED_OVER');
  });

  it('opens a delivered child order again only by a withdrawal', async () => {
    const { order } = await paid();
    const [north] = bothOf(order);
    const statusAfter = async (over: object): Promise<string | undefined> => {
      await deliver({ orderRef: north.number, shipmentId: 'w', ...over });
      return (await orderNow(order.id)).children[0]?.status;
    };
    expect(await statusAfter({ kind: 'handed_over' })).toBe('HANDED_OVER');
    expect(await statusAfter({ kind: 'in_transit' })).toBe('HANDED_OVER');
    expect(await statusAfter({ kind: 'a word of tomorrow' })).toBe('HANDED_OVER');
    expect(await statusAfter({ kind: 'withdrawn' })).toBe('IN_DELIVERY');
    const kept = await world.sql('SELECT kind FROM delivery_signal WHERE child_order_id = $1 ORDER BY position', [north.id]);
    expect(kept.map(({ kind }) => kind)).toEqual(['handed_over', 'in_transit', 'unknown', 'withdrawn']);
  });

  it('asks back at once what the bank took by itself above what was picked', async () => {
    const { order, payment } = await held();
    await payment.captured(null, 24_301, []);
    await eventually(async () => expect((await orderNow(order.id)).status).toBe('PAID'));
    const [north, south] = bothOf(order);
    await pick(north.id, { full: true });
    await pick(south.id, { lines: [{ lineId: goodsOf(south).id, quantityMilli: 0 }] });
    await eventually(() => expect(ordersTold(order.id).find(({ type }) => type === 'OrderRefundRequested')?.body).toMatchObject({ total: 4_860, children: [{ childOrderId: south.id }] }));
  });

  it('is placed once for a key, also when fifty ask at the same moment', async () => {
    const input = basket(shop);
    const answers = await Promise.all(Array.from({ length: 50 }, () => world.ask(shop.staff, placeOrder, { input })));
    expect(new Set(answers.map(({ data }) => data?.['placeOrder']?.order?.id)).size).toBe(1);
    const other = await world.ask(shop.staff, placeOrder, { input: { ...input, number: 'another' } });
    expect(other.data?.['placeOrder']).toMatchObject({ __typename: 'IdempotencyConflict', code: 'IDEMPOTENCY_CONFLICT' });
    const sameNumber = await world.ask(shop.staff, placeOrder, { input: { ...input, idempotencyKey: nextKey() } });
    expect(sameNumber.data?.['placeOrder']).toMatchObject({ __typename: 'ValidationFailed', field: 'number' });
  });

  it('leaves no contact of the buyer in logs, events or tables', async () => {
    const tables = await world.sql(`SELECT (SELECT json_agg(o) FROM orders o)::text || (SELECT json_agg(e) FROM event_log e)::text || coalesce((SELECT json_agg(i) FROM idempotency i)::text, '') AS all`);
    for (const text of [...world.logged, JSON.stringify(tables), JSON.stringify(world.told('orders.order.v1'))]) expect(text).not.toMatch(/canary|9161234567/i);
  });
});
