import { newId } from '@paygraph/shared/ids';
import { unseal } from '@paygraph/shared/seal';
import { eventually } from '@paygraph/shared/testing/eventually';
import { basket, cancelOrder, openShop, placed, placeOrder, type Shop } from './testing/shop';
import { bothOf, goodsOf, paymentOf, storyOf, type Story } from './testing/story';
import { startWorld, type World } from './testing/world';

describe('an order', () => {
  let world: World;
  let shop: Shop;
  let story: Story;

  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world);
    story = storyOf(world, shop);
  }, 90_000);
  afterAll(() => world.stop());

  it('is divided by warehouse to the kopeck and told with its contact readable only by those who use it', async () => {
    const order = await placed(world, shop);
    expect(order.children.map(({ total, lines }) => [total.amount, lines.map((line) => line.total.amount)])).toEqual([[19_441, [19_200, 241]], [4_860, [4_800, 60]]]);
    const event = await eventually(() => {
      const [first] = story.told(order.id);
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
    const { order } = await story.paid();
    for (const child of order.children) expect(await story.deliver({ orderRef: child.number, shipmentId: child.id })).toEqual({ status: 200, body: { status: 'applied' } });
    expect((await story.now(order.id)).status).toBe('DELIVERED');
    for (const child of order.children) await story.receipt(order.id, child.id);
    await story.is(order.id, 'COMPLETED');
    expect(await story.kinds(order.id)).toEqual([
      'order.placed', 'order.split', 'order.split', 'payment.started', 'payment.authorized', 'picking.confirmed', 'picking.confirmed', 'payment.capture_requested', 'payment.captured',
      'delivery.delivered', 'delivery.delivered', 'order.delivered',
      'receipt.closing.planned', 'receipt.closing.registered', 'receipt.closing.planned', 'receipt.closing.registered', 'order.completed',
    ]);
    await eventually(() => {
      const told = story.told(order.id);
      expect(told.at(-1)).toMatchObject({ type: 'OrderStatusChanged', body: { to: 'completed' } });
      expect(told.map(({ aggregateVersion }) => aggregateVersion)).toEqual(told.map((_, index) => index + 1));
      expect(told.filter(({ type }) => type === 'ChildOrderHandedOver')).toHaveLength(2);
      expect(world.told('orders.timeline.v1').filter(({ aggregateId }) => aggregateId === order.id).map(({ body }) => body.seq)).toEqual(Array.from({ length: 17 }, (_, index) => index + 1));
      expect(world.told('orders.delivery.v1').filter(({ body }) => body.orderId === order.id)).toHaveLength(2);
    });
  });

  it('is over with the last document of a closing receipt that was split, not with the first', async () => {
    const { order } = await story.paid();
    const [north, south] = bothOf(order);
    for (const child of order.children) await story.deliver({ orderRef: child.number, shipmentId: child.id });
    await story.receipt(order.id, south.id);
    await story.receipt(order.id, north.id, { part: 1, parts: 2 });
    await eventually(async () => expect((await story.kinds(order.id)).filter((kind) => kind === 'receipt.closing.registered')).toHaveLength(2));
    expect((await story.now(order.id)).status).toBe('DELIVERED');
    await story.receipt(order.id, north.id, { part: 2, parts: 2 });
    await story.is(order.id, 'COMPLETED');
  });

  it('asks for the part of the hold that the warehouses have, to the kopeck', async () => {
    const { order } = await story.held();
    const [north, south] = bothOf(order);
    const tea = goodsOf(north);
    const picked = await story.pick(north.id, { lines: [{ lineId: tea.id, quantityMilli: 1000 }] });
    expect(picked?.order?.status).toBe('PAYMENT_SECURED');
    await story.pick(south.id, { full: true });
    const [asked] = await story.asked(order.id, 'OrderCaptureRequested');
    expect(asked).toMatchObject({ total: 9_600 + 241 + 4_860, children: [{ childOrderId: north.id, total: 9_841 }, { childOrderId: south.id, total: 4_860 }] });
  });

  it('lets the hold go when the warehouses have nothing', async () => {
    const { order, payment } = await story.held();
    for (const child of order.children) await story.pick(child.id, { lines: [{ lineId: goodsOf(child).id, quantityMilli: 0 }] });
    const [asked] = await story.asked(order.id, 'OrderVoidRequested');
    await payment.voided(asked?.requestId ?? null);
    await eventually(async () => expect(await story.kinds(order.id)).toContain('payment.voided'));
    expect((await story.now(order.id)).status).toBe('CANCELLED');
    expect(story.told(order.id).some(({ type }) => type === 'OrderCaptureRequested')).toBe(false);
  });

  it('may be paid again after a declined payment, and keeps the bank\'s words about the buyer out of its history', async () => {
    const order = await placed(world, shop);
    const first = paymentOf(world, shop, order);
    await first.started();
    await first.declined();
    await story.is(order.id, 'PAYMENT_FAILED');
    const second = paymentOf(world, shop, order);
    await second.started();
    await second.authorized();
    await story.is(order.id, 'PAYMENT_SECURED');
    expect(JSON.stringify(world.told('orders.timeline.v1'))).not.toContain('Canary');
  });

  it('gives money back when it is cancelled after the payment, and when the payment comes after the cancellation', async () => {
    const { order } = await story.paid();
    const input = { idempotencyKey: newId(), orderId: order.id, reason: 'changed mind' };
    expect((await world.ask(shop.staff, cancelOrder, { input })).data?.['cancelOrder']?.order?.status).toBe('CANCELLED');
    await eventually(() => expect(story.told(order.id).find(({ type }) => type === 'OrderRefundRequested')?.body).toMatchObject({ total: 24_301, reason: 'changed mind' }));

    const early = await placed(world, shop);
    await world.ask(shop.staff, cancelOrder, { input: { ...input, idempotencyKey: newId(), orderId: early.id } });
    const late = paymentOf(world, shop, early);
    await late.started();
    await late.authorized();
    await eventually(() => expect(story.told(early.id).filter(({ type }) => type === 'OrderVoidRequested').length).toBeGreaterThan(0));
    expect((await story.now(early.id)).status).toBe('CANCELLED');
  });

  it('asks back at once what the bank took by itself above what was picked', async () => {
    const { order, payment } = await story.held();
    await payment.captured(null, 24_301, []);
    await story.is(order.id, 'PAID');
    const [north, south] = bothOf(order);
    await story.pick(north.id, { full: true });
    await story.pick(south.id, { lines: [{ lineId: goodsOf(south).id, quantityMilli: 0 }] });
    await eventually(() => expect(story.told(order.id).find(({ type }) => type === 'OrderRefundRequested')?.body).toMatchObject({ total: 4_860, children: [{ childOrderId: south.id }] }));
  });

  it('is placed once for a key, also when fifty ask at the same moment', async () => {
    const input = basket(shop);
    const answers = await Promise.all(Array.from({ length: 50 }, () => world.ask(shop.staff, placeOrder, { input })));
    expect(new Set(answers.map(({ data }) => data?.['placeOrder']?.order?.id)).size).toBe(1);
    const other = await world.ask(shop.staff, placeOrder, { input: { ...input, number: 'another' } });
    expect(other.data?.['placeOrder']).toMatchObject({ __typename: 'IdempotencyConflict', code: 'IDEMPOTENCY_CONFLICT' });
    const sameNumber = await world.ask(shop.staff, placeOrder, { input: { ...input, idempotencyKey: newId() } });
    expect(sameNumber.data?.['placeOrder']).toMatchObject({ __typename: 'ValidationFailed', field: 'number' });
  });

  it('leaves no contact of the buyer in logs, events or tables', async () => {
    const tables = await world.sql(`SELECT (SELECT json_agg(o) FROM orders o)::text || (SELECT json_agg(e) FROM event_log e)::text || coalesce((SELECT json_agg(i) FROM idempotency i)::text, '') AS all`);
    for (const text of [...world.logged, JSON.stringify(tables), JSON.stringify(world.told('orders.order.v1'))]) expect(text).not.toMatch(/canary|9161234567/i);
  });
});
