import { newId } from '@paygraph/shared/ids';
import { eventually } from '@paygraph/shared/testing/eventually';
import { actorOf, capturedPayment, invoiceOf, mutate, paidPayment, start, untilPayment, type ShownPayment } from '../testing/ask';
import { bankDifferences, brokenBooks, eventTypes } from '../testing/oracle';
import { openShop, type Shop } from '../testing/shop';
import { startWorld, type World } from '../testing/world';

const preview = '/change/invoice/preview/';
const capture = '/change/payment/capture/';
const reverse = '/change/payment/reverse/';

describe('an answer of the bank that does not come', () => {
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
  afterEach(async () => {
    shop.bank.control.clearFaults();
    expect(await brokenBooks(world)).toEqual([]);
  });

  const requests = (endpoint: string): number => shop.bank.journal.entries({ kind: 'request' }).filter(({ data }) => data['endpoint'] === endpoint).length;
  const op = (payment: ShownPayment, kind: string) => payment.operations.find((operation) => operation.kind === kind);
  const ask = (mutation: string, paymentId: string, input: object = {}) => mutate(world, actorOf(shop), { mutation, input: { idempotencyKey: newId(), paymentId, ...input } });

  describe.each([
    ['lost on its way back', { loseAnswer: true }],
    ['an error 500 after the act', { error5xxAfter: true }],
    ['cut JSON after the act', { malformed: 'json' }],
    ['an HTML page after the act', { malformed: 'html' }],
    ['an empty body after the act', { malformed: 'empty' }],
    ['silence after the act', { hang: 'after' }],
  ] as const)('%s', (_what, fault) => {
    const fail = (endpoint: string): void => {
      const [[name, value] = ['', true]] = Object.entries(fault);
      shop.bank.control.setFaults({ [name]: { value, endpoint, times: 1 } });
    };

    it('to the making of an invoice leaves one invoice, which is found and used', async () => {
      fail(preview);
      const order = await shop.placeOrder();
      const payment = await start(world, shop, order);
      const found = await untilPayment(world, shop, { id: payment.id, is: ({ pageUrl }) => pageUrl !== null });
      expect(shop.bank.control.books().invoices.filter(({ orderId }) => orderId === payment.id).map(({ invoiceId }) => invoiceId)).toEqual([invoiceOf(found)]);
      expect(await eventTypes(world, payment.id)).toEqual(['PaymentStarted', 'PaymentOperationUnknown', 'PaymentPageOpened']);
    });

    it('to a capture takes the hold once', async () => {
      const { payment, order } = await paidPayment(world, shop);
      fail(capture);
      await ask('capturePayment', payment.id);
      const done = await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'CAPTURED' });
      expect(done.captured.amount).toBe(order.total);
      expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
      expect((await eventTypes(world, payment.id)).filter((type) => ['PaymentOperationUnknown', 'PaymentCaptured'].includes(type))).toEqual(['PaymentOperationUnknown', 'PaymentCaptured']);
    });

    it('to a partial capture gives the rest back once', async () => {
      const { payment } = await paidPayment(world, shop);
      const before = requests(reverse);
      fail(reverse);
      await ask('capturePayment', payment.id, { amount: 100_00 });
      await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'CAPTURED' });
      expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
      expect(requests(reverse) - before).toBe(1);
    });

    it('to a void releases the hold once', async () => {
      const { payment } = await paidPayment(world, shop);
      fail(reverse);
      await ask('voidPayment', payment.id);
      await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'VOIDED' });
      expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
    });

    it('to a refund gives back once, and the refund asked for meanwhile waits for it', async () => {
      const { payment } = await capturedPayment(world, shop);
      const before = requests(reverse);
      fail(reverse);
      await ask('refundPayment', payment.id, { amount: 70_00, reason: 'a' });
      await ask('refundPayment', payment.id, { amount: 70_00, reason: 'b' });
      const done = await untilPayment(world, shop, { id: payment.id, is: ({ refunded }) => refunded.amount === 140_00 });
      expect(done.refundPending.amount).toBe(0);
      expect(requests(reverse) - before).toBe(2);
      expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
    });
  });

  it('because the question was lost leads to the same question again, once it is sure that nothing happened', async () => {
    const { payment } = await capturedPayment(world, shop);
    shop.bank.control.setFaults({ loseRequest: { endpoint: reverse, times: 1 } });
    await ask('refundPayment', payment.id, { amount: 55_00, reason: 'a' });
    const done = await untilPayment(world, shop, { id: payment.id, is: ({ refunded }) => refunded.amount === 55_00 });
    expect(op(done, 'REFUND')?.state).toBe('SUCCEEDED');
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
  });

  it('because the question about a page was lost makes one page in the end', async () => {
    shop.bank.control.setFaults({ loseRequest: { endpoint: preview, times: 1 } });
    const payment = await start(world, shop, await shop.placeOrder());
    await untilPayment(world, shop, { id: payment.id, is: ({ pageUrl }) => pageUrl !== null });
    expect(shop.bank.control.books().invoices.filter(({ orderId }) => orderId === payment.id)).toHaveLength(1);
  });

  it('keeps the payment unknown, and everything else of it waiting, for as long as the bank tells nothing', async () => {
    const { payment } = await paidPayment(world, shop);
    shop.bank.control.setFaults({ loseAnswer: { endpoint: capture, times: 1 }, error5xx: { endpoint: '/info/payments/byid/' } });
    await ask('capturePayment', payment.id);
    const unknown = await untilPayment(world, shop, { id: payment.id, is: (now) => op(now, 'CAPTURE')?.state === 'UNKNOWN' });
    expect([unknown.state, unknown.captured.amount]).toEqual(['CAPTURING', 0]);
    expect((await ask('voidPayment', payment.id)).state).toBe('CAPTURING');
    expect((await ask('capturePayment', payment.id)).state).toBe('CAPTURING');
    expect((await ask('refundPayment', payment.id, { reason: 'now' })).state).toBe('CAPTURING');
    shop.bank.control.clearFaults();
    await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'CAPTURED' });
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
  });

  it('because the bank cannot be reached at all is no doubt: the call is made when the bank is back', async () => {
    const other = await openShop(world);
    const { payment } = await paidPayment(world, other);
    await other.configure({ baseUrl: 'http://127.0.0.1:9' });
    await mutate(world, actorOf(other), { mutation: 'capturePayment', input: { idempotencyKey: newId(), paymentId: payment.id } });
    await eventually(async () => expect(await world.owner.query(`SELECT 1 FROM provider_call WHERE payment_id = $1 AND outcome LIKE 'not-sent:%'`, [payment.id])).not.toHaveLength(0));
    await other.configure();
    await untilPayment(world, other, { id: payment.id, is: ({ state }) => state === 'CAPTURED' });
    expect(await eventTypes(world, payment.id)).not.toContain('PaymentOperationUnknown');
    await other.stop();
  });

  it.each(['after', 'none'] as const)('to the making of an invoice that shows up later makes a second payment a surplus, which goes back by itself (notification: %s)', async (told) => {
    shop.bank.control.setFaults({ loseRequest: { endpoint: preview, times: 1 } });
    const order = await shop.placeOrder();
    const started = await start(world, shop, order);
    const opened = await untilPayment(world, shop, { id: started.id, is: ({ pageUrl }) => pageUrl !== null });
    const twin = await belatedInvoice(shop, opened);
    await shop.bank.control.pay({ invoiceId: invoiceOf(opened), outcome: 'success' });
    await untilPayment(world, shop, { id: opened.id, is: ({ state }) => state === 'AUTHORIZED' });
    const { paymentId } = await shop.bank.control.pay({ invoiceId: twin, outcome: 'success', notify: told });
    await untilPayment(world, shop, { id: opened.id, is: ({ operations }) => operations.some(({ kind, state }) => kind === 'RETURN_SURPLUS' && state === 'SUCCEEDED'), withinMs: 20_000 });
    const book = shop.bank.control.books().payments.find((one) => one.paymentId === paymentId);
    expect([book?.captured, book?.released]).toEqual([0, order.total]);
    expect(await bankDifferences(world, shop, opened.id)).toEqual([]);
    expect((await eventTypes(world, opened.id)).filter((type) => type === 'PaymentSurplusFound')).toHaveLength(1);
  });
});

/** The first request for the page, which was thought lost, reaches the bank after all. */
const belatedInvoice = async ({ bank }: Shop, payment: ShownPayment): Promise<string> => {
  const authorization = `Basic ${Buffer.from(`${bank.login}:${bank.password}`).toString('base64')}`;
  const { token } = (await (await fetch(`${bank.url}/info/settings/token/`, { headers: { authorization } })).json()) as { token: string };
  const body = new URLSearchParams({ token, pay_amount: (payment.amount.amount / 100).toFixed(2), orderid: payment.id });
  const answer = await fetch(`${bank.url}/change/invoice/preview/`, { method: 'POST', headers: { authorization }, body });
  return ((await answer.json()) as { invoice_id: string }).invoice_id;
};

describe('a bank that refuses', () => {
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

  it('has a failed refund told, its money free to be refunded again', async () => {
    const { payment, order } = await capturedPayment(world, shop);
    shop.bank.control.setFaults({ failRefunds: { times: 1 } });
    const refund = () => mutate(world, actorOf(shop), { mutation: 'refundPayment', input: { idempotencyKey: newId(), paymentId: payment.id, reason: 'a' } });
    await refund();
    const failed = await untilPayment(world, shop, { id: payment.id, is: ({ operations }) => operations.some(({ state }) => state === 'FAILED') });
    expect([failed.state, failed.refunded.amount, failed.refundPending.amount]).toEqual(['CAPTURED', 0, 0]);
    expect(await eventTypes(world, payment.id)).toContain('PaymentOperationFailed');
    await refund();
    expect((await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'REFUNDED' })).refunded.amount).toBe(order.total);
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
  });
});
