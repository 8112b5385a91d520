import { newId } from '@paygraph/shared/ids';
import { eventually } from '@paygraph/shared/testing/eventually';
import { actorOf, ask, capturedPayment, invoiceOf, mutate, paidPayment, readPayment, start, untilPayment } from '../testing/ask';
import { bankDifferences, brokenBooks, eventsOf, eventTypes } from '../testing/oracle';
import { openShop, type Child, type Shop } from '../testing/shop';
import { startWorld, type World } from '../testing/world';

const key = newId;
const whole = (children: readonly Child[]) => children.map(({ childOrderId, total, lines }) => ({ childOrderId, total, lines }));

describe('the money of a payment', () => {
  let world: World;
  let shop: Shop;

  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world);
  });
  afterAll(async () => {
    await shop.stop();
    await world.stop();
  });
  afterEach(async () => expect(await brokenBooks(world)).toEqual([]));

  it('is held when the buyer pays on the page and taken whole by a capture', async () => {
    const { payment, order } = await capturedPayment(world, shop);
    expect(await eventTypes(world, payment.id)).toEqual(['PaymentStarted', 'PaymentPageOpened', 'PaymentAuthorized', 'PaymentCaptured']);
    expect([payment.authorized.amount, payment.captured.amount, payment.released.amount]).toEqual([order.total, order.total, 0]);
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
  });

  it('is taken in part with the rest given back, and the part has a composition', async () => {
    const { payment, order } = await paidPayment(world, shop);
    await mutate(world, actorOf(shop), { mutation: 'capturePayment', input: { idempotencyKey: key(), paymentId: payment.id, amount: 123_45 } });
    await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'CAPTURED' });
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
    const told = (await eventsOf(world, payment.id)).find(({ type }) => type === 'PaymentCaptured')?.body as { captured: number; released: number; children: Child[] };
    expect([told.captured, told.released]).toEqual([123_45, order.total - 123_45]);
    expect(told.children.flatMap(({ lines }) => lines).reduce((sum, { total }) => sum + total, 0)).toBe(123_45);
  });

  it('goes back whole when the hold is voided', async () => {
    const { payment, order } = await paidPayment(world, shop);
    await mutate(world, actorOf(shop), { mutation: 'voidPayment', input: { idempotencyKey: key(), paymentId: payment.id, reason: 'changed his mind' } });
    const voided = await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'VOIDED' });
    expect([voided.released.amount, voided.captured.amount]).toEqual([order.total, 0]);
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
  });

  it('goes back by sum, by lines, and to the last kopeck', async () => {
    const { payment, order } = await capturedPayment(world, shop, [[150_00, 49_99], [300_01]]);
    const refund = (over: object) => mutate(world, actorOf(shop), { mutation: 'refundPayment', input: { idempotencyKey: key(), paymentId: payment.id, reason: 'returned', ...over } });
    const [first, second] = order.children;
    await refund({ lines: [{ childOrderId: first?.childOrderId, lineId: first?.lines[1]?.lineId, quantityMilli: 1_000 }] });
    await refund({ amount: 100 });
    await refund({ lines: [{ childOrderId: second?.childOrderId, lineId: second?.lines[0]?.lineId, quantityMilli: 2_000 }] });
    await refund({});
    const back = await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'REFUNDED' });
    expect(back.refunded.amount).toBe(order.total);
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
    const refunds = (await eventsOf(world, payment.id)).filter(({ type }) => type === 'PaymentRefunded').map(({ body }) => body as { amount: number; remaining: number });
    expect(refunds.map(({ amount }) => amount).reduce((a, b) => a + b, 0)).toBe(order.total);
    expect(refunds.at(-1)?.remaining).toBe(0);
  });

  it('follows the order: picked less is captured less, and a return is refunded by its lines', async () => {
    const { payment, order } = await paidPayment(world, shop);
    const [first] = order.children;
    if (!first) throw new Error('no child');
    const requestId = newId();
    const capture = { type: 'OrderCaptureRequested', orderId: order.id, body: { requestId, total: first.total, children: whole([first]) } };
    await shop.publish(capture);
    await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'CAPTURED' });
    await shop.publish(capture);
    const [line] = first.lines;
    const part = { childOrderId: first.childOrderId, total: line?.total, lines: [line] };
    await shop.publish({ type: 'OrderRefundRequested', orderId: order.id, body: { requestId: newId(), total: line?.total, children: [part], reason: 'broken' } });
    const after = await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'PARTIALLY_REFUNDED' });
    expect([after.captured.amount, after.refunded.amount, after.released.amount]).toEqual([first.total, line?.total, order.total - first.total]);
    expect(after.operations.filter(({ kind }) => kind === 'CAPTURE')).toHaveLength(1);
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
  });

  it('goes back when the order is cancelled, and the order takes no new payment', async () => {
    const { payment, order } = await paidPayment(world, shop);
    await shop.publish({ type: 'OrderVoidRequested', orderId: order.id, body: { requestId: newId(), reason: 'out of stock' } });
    await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'VOIDED' });
    const again = await mutate(world, actorOf(shop), { mutation: 'startPayment', input: { idempotencyKey: key(), orderId: order.id, method: 'CARD' } });
    expect(again.code).toBe('ORDER_IS_CANCELLED');
  });

  it('cannot arrive any more when the order is cancelled: the page is closed at the bank', async () => {
    const order = await shop.placeOrder();
    const payment = await start(world, shop, order);
    await shop.publish({ type: 'OrderVoidRequested', orderId: order.id, body: { requestId: newId(), reason: 'changed his mind' } });
    await untilPayment(world, shop, { id: payment.id, is: ({ state, pageUrl }) => state === 'CANCELLED' && pageUrl === null });
    await eventually(() => expect(shop.bank.control.books().invoices.find(({ orderId }) => orderId === payment.id)?.status).toBe('expired'));
  });

  it('that arrives for a cancelled order is a surplus and goes back by itself', async () => {
    const order = await shop.placeOrder();
    const payment = await start(world, shop, order);
    shop.bank.control.setFaults({ loseRequest: { endpoint: '/change/invoice/revoke/' } });
    await shop.publish({ type: 'OrderVoidRequested', orderId: order.id, body: { requestId: newId(), reason: 'changed his mind' } });
    await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'CANCELLED' });
    const { paymentId } = await shop.bank.control.pay({ invoiceId: invoiceOf(payment), outcome: 'success' });
    shop.bank.control.clearFaults();
    await untilPayment(world, shop, { id: payment.id, is: ({ operations }) => operations.some(({ kind, state }) => kind === 'RETURN_SURPLUS' && state === 'SUCCEEDED') });
    const book = shop.bank.control.books().payments.find((one) => one.paymentId === paymentId);
    expect([book?.captured, book?.released]).toEqual([0, order.total]);
    expect(await eventTypes(world, payment.id)).toContain('PaymentSurplusFound');
  });

  it('of one order is kept once, however the two payments of it cross: the other goes back', async () => {
    for (const _round of [1, 2, 3]) {
      const order = await shop.placeOrder();
      const late = await start(world, shop, order);
      await world.owner.query(`UPDATE payment SET state = 'declined', decline_reason = 'expired' WHERE id = $1`, [late.id]);
      const fresh = await start(world, shop, order);
      const paid = await Promise.all([late, fresh].map((payment) => shop.bank.control.pay({ invoiceId: invoiceOf(payment), outcome: 'success' })));
      const books = () => shop.bank.control.books().payments.filter(({ paymentId }) => paid.some((one) => one.paymentId === paymentId));
      await eventually(() => expect(books().map(({ released }) => released).sort()).toEqual([0, order.total].sort()), 20_000);
      const states = await Promise.all([late, fresh].map(async ({ id }) => (await readPayment(world, shop, id)).state));
      expect(states.filter((state) => state === 'AUTHORIZED')).toHaveLength(1);
    }
  });

  it('asks one time for one key: the same request gives the first payment, another one a conflict', async () => {
    const order = await shop.placeOrder();
    const input = { idempotencyKey: key(), orderId: order.id, method: 'CARD' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => mutate(world, actorOf(shop), { mutation: 'startPayment', input })));
    expect(new Set(answers.map(({ payment }) => payment?.id)).size).toBe(1);
    expect(shop.bank.control.books().invoices.filter(({ amount, orderId }) => amount === order.total && orderId === answers[0]?.payment?.id)).toHaveLength(1);
    const other = await mutate(world, actorOf(shop), { mutation: 'startPayment', input: { ...input, method: 'SBP' } });
    expect(other.__typename).toBe('IdempotencyConflict');
  });

  it('is offered on the page that is open already, and not at all once the order is paid', async () => {
    const order = await shop.placeOrder();
    const first = await start(world, shop, order);
    expect((await start(world, shop, order)).id).toBe(first.id);
    const { payment } = await paidPayment(world, shop, { order });
    const again = await mutate(world, actorOf(shop), { mutation: 'startPayment', input: { idempotencyKey: key(), orderId: order.id, method: 'CARD' } });
    expect([again.code, again.paymentId]).toEqual(['ORDER_ALREADY_PAID', payment.id]);
  });

  it.each<[string, string, object, string]>([
    ['more than the hold', 'capturePayment', { amount: 10_000_000_00 }, 'AMOUNT_TOO_LARGE'],
    ['nothing', 'capturePayment', { amount: 0 }, 'VALIDATION_FAILED'],
    ['a negative sum', 'capturePayment', { amount: -5 }, 'VALIDATION_FAILED'],
    ['a refund of a hold', 'refundPayment', { reason: 'too early' }, 'PAYMENT_NOT_ALLOWED_NOW'],
  ])('refuses to take %s, and nothing is changed', async (...[, mutation, input, code]) => {
    const { payment } = await paidPayment(world, shop);
    const before = await eventTypes(world, payment.id);
    expect((await mutate(world, actorOf(shop), { mutation, input: { idempotencyKey: key(), paymentId: payment.id, ...input } })).code).toBe(code);
    expect(await eventTypes(world, payment.id)).toEqual(before);
  });

  it('is captured once: a second capture and a void after it are refused', async () => {
    const { payment } = await capturedPayment(world, shop);
    const capture = await mutate(world, actorOf(shop), { mutation: 'capturePayment', input: { idempotencyKey: key(), paymentId: payment.id } });
    const release = await mutate(world, actorOf(shop), { mutation: 'voidPayment', input: { idempotencyKey: key(), paymentId: payment.id } });
    expect([capture.state, release.state]).toEqual(['CAPTURED', 'CAPTURED']);
  });

  it('waits for an order that is a moment late, and says so when it does not come', async () => {
    const nowhere = await mutate(world, actorOf(shop), { mutation: 'startPayment', input: { idempotencyKey: key(), orderId: newId(), method: 'CARD' } });
    expect(nowhere.__typename).toBe('NotReadyYet');
  });

  it('shows its exchanges with the bank in time order, searchable, with nothing secret or personal', async () => {
    const { payment } = await capturedPayment(world, shop);
    const query = `query ($id: ID!, $search: String) { payment(id: $id) { bankEvents(first: 100, search: $search) { edges { node { direction action request answer outcome } } } } }`;
    const read = async (search: string | null) => {
      const { data } = await ask(world, actorOf(shop), { query, variables: { id: payment.id, search } });
      return (data?.['payment'] as { bankEvents: { edges: { node: { action: string; direction: string } }[] } }).bankEvents.edges.map(({ node }) => node);
    };
    const all = await read(null);
    expect(all.map(({ action }) => action)).toEqual(expect.arrayContaining(['open_page', 'POST /change/invoice/preview/', 'notification', 'POST /change/payment/capture/']));
    expect(await read('capture')).not.toHaveLength(0);
    const text = JSON.stringify(all);
    for (const secret of ['buyer@example.org', '+79990000000', shop.bank.password, shop.bank.secret]) expect(text).not.toContain(secret);
    expect(world.logged.join('')).not.toContain('buyer@example.org');
    expect((await readPayment(world, shop, payment.id)).reviewReason).toBeNull();
  });
});

describe('a payment at a bank that takes money in one step', () => {
  let world: World;
  let shop: Shop;

  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world, { bank: { twoStage: false }, card: { hold: false } });
  });
  afterAll(async () => {
    await shop.stop();
    await world.stop();
  });

  it('is captured by the buyer\'s payment itself, and what the warehouse lacks is refunded', async () => {
    const { payment, order } = await paidPayment(world, shop, { state: 'CAPTURED' });
    expect(await eventTypes(world, payment.id)).toEqual(['PaymentStarted', 'PaymentPageOpened', 'PaymentAuthorized', 'PaymentCaptured']);
    const [first] = order.children;
    if (!first) throw new Error('no child');
    await shop.publish({ type: 'OrderCaptureRequested', orderId: order.id, body: { requestId: newId(), total: first.total, children: whole([first]) } });
    const after = await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'PARTIALLY_REFUNDED' });
    expect(after.refunded.amount).toBe(order.total - first.total);
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
    expect(await brokenBooks(world)).toEqual([]);
  });

  it('is refunded whole when the order is cancelled', async () => {
    const { payment, order } = await paidPayment(world, shop, { state: 'CAPTURED' });
    await shop.publish({ type: 'OrderVoidRequested', orderId: order.id, body: { requestId: newId(), reason: 'changed his mind' } });
    expect((await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'REFUNDED' })).refunded.amount).toBe(order.total);
  });
});
