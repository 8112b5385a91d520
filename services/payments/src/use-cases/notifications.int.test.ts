import { newId } from '@paygraph/shared/ids';
import { formatMinor, minor } from '@paygraph/shared/money';
import { eventually } from '@paygraph/shared/testing/eventually';
import { invoiceOf, paidPayment, readPayment, start, untilPayment, type ShownPayment } from '../testing/ask';
import { acknowledgementOf, formOf, notify, signed } from '../testing/notify';
import { bankDifferences, brokenBooks, eventTypes } from '../testing/oracle';
import { openShop, type Shop } from '../testing/shop';
import { startWorld, type World } from '../testing/world';

const roubles = (payment: ShownPayment, extra = 0): string => formatMinor(minor(payment.amount.amount + extra));
let nextBankId = 700_000_000;
const bankId = (): string => String((nextBankId += 1));

describe('a notification of the bank', () => {
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

  const answersTo = ({ providerPaymentId }: ShownPayment): string[] =>
    shop.bank.journal.entries().filter(({ kind, data }) => /^notification\.(accepted|refused)$/.test(kind) && data['paymentId'] === providerPaymentId).map(({ kind }) => kind);

  it('moves the payment once and is acknowledged, however often and however many at once it comes', async () => {
    const { payment } = await paidPayment(world, shop);
    const id = payment.providerPaymentId ?? '';
    const before = await eventTypes(world, payment.id);
    expect(await shop.bank.control.notify({ paymentId: id, times: 20, concurrency: 10 })).toEqual(Array.from({ length: 20 }, () => true));
    expect(await eventTypes(world, payment.id)).toEqual(before);
    expect(await world.owner.query('SELECT 1 FROM provider_notification WHERE payment_id = $1', [payment.id])).toHaveLength(1);
  });

  it('that comes ten times at the same first moment is acknowledged ten times and authorizes once', async () => {
    shop.bank.control.setFaults({ duplicateNotifications: 9 });
    const { payment } = await paidPayment(world, shop);
    await eventually(() => expect(answersTo(payment)).toHaveLength(10));
    expect(new Set(answersTo(payment))).toEqual(new Set(['notification.accepted']));
    expect(await eventTypes(world, payment.id)).toEqual(['PaymentStarted', 'PaymentPageOpened', 'PaymentAuthorized']);
  });

  it('that comes before our own call for the page is answered is taken in, and the page is found afterwards', async () => {
    const order = await shop.placeOrder();
    shop.bank.control.setFaults({ hang: { value: 'after', endpoint: '/change/invoice/preview/', times: 1 }, latencyMs: { value: 400, endpoint: '/info/invoice/search/' } });
    const starting = start(world, shop, order);
    const invoice = await eventually(() => {
      const found = shop.bank.control.books().invoices.find(({ amount, status, orderId }) => amount === order.total && status === 'created' && orderId !== '');
      if (!found) throw new Error('no invoice yet');
      return found;
    });
    await shop.bank.control.pay({ invoiceId: invoice.invoiceId, outcome: 'success' });
    const payment = await untilPayment(world, shop, { id: (await starting).id, is: ({ state, operations }) => state === 'AUTHORIZED' && operations[0]?.state === 'SUCCEEDED' });
    expect(await eventTypes(world, payment.id)).not.toContain('PaymentDeclined');
    expect(shop.bank.control.books().invoices.filter(({ orderId }) => orderId === payment.id)).toHaveLength(1);
  });

  it('that never comes costs only time: the page is looked at', async () => {
    shop.bank.control.setFaults({ neverNotify: true });
    const { payment } = await paidPayment(world, shop);
    expect(await world.owner.query('SELECT 1 FROM provider_notification WHERE payment_id = $1', [payment.id])).toHaveLength(0);
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
  });

  it('that comes late, after the inquiry found the money, changes nothing and is acknowledged', async () => {
    shop.bank.control.setFaults({ neverNotify: true });
    const { payment } = await paidPayment(world, shop);
    shop.bank.control.clearFaults();
    const before = await eventTypes(world, payment.id);
    expect(await shop.bank.control.notify({ paymentId: payment.providerPaymentId ?? '', times: 1 })).toEqual([true]);
    expect(await eventTypes(world, payment.id)).toEqual(before);
  });

  it('is kept byte for byte before anything is read out of it', async () => {
    const body = 'id=1&sum=что-то&key=нет';
    expect((await notify(shop, body)).status).toBe(400);
    const rows = await world.owner.query<{ raw: Buffer; verdict: string }>(`SELECT raw, verdict FROM provider_notification WHERE verdict LIKE 'refused:%'`);
    expect(rows.some(({ raw }) => raw.equals(Buffer.from(body)))).toBe(true);
  });

  it('that was refused is forgotten after a month, one that was believed never', async () => {
    const { payment } = await paidPayment(world, shop);
    expect((await notify(shop, 'id=7&key=old')).status).toBe(400);
    expect((await notify(shop, 'id=7&key=young')).status).toBe(400);
    await world.owner.query(`UPDATE provider_notification SET received_at = now() - interval '31 days' WHERE payment_id = $1 OR raw = 'id=7&key=old'`, [payment.id]);
    // The first look is at the start of the process.
    await world.restart();
    await eventually(async () => {
      const rows = await world.owner.query<{ raw: string }>(`SELECT encode(raw, 'escape') AS raw FROM provider_notification WHERE payment_id = $1 OR raw IN ('id=7&key=old', 'id=7&key=young') ORDER BY received_at`, [payment.id]);
      expect(rows.map(({ raw }) => raw)).toEqual([expect.stringContaining(payment.id), 'id=7&key=young']);
    });
  });

  const answers = { hash: 'Error! Hash mismatch', sum: 'Error! Incorrect order sum!', order: 'Error! Order id is missing', size: 'BODY_TOO_LARGE' } as const;

  describe.each<[string, string, (payment: ShownPayment) => Readonly<{ body: string | Buffer; type?: string }>]>([
    ['with a wrong hash', answers.hash, (p) => ({ body: formOf({ ...signed(shop, { id: bankId(), sum: roubles(p), orderid: p.id }), key: 'f'.repeat(32) }) })],
    ['with the hash in capitals', answers.hash, (p) => ({ body: formOf(Object.fromEntries(Object.entries(signed(shop, { id: bankId(), sum: roubles(p), orderid: p.id })).map(([k, v]) => [k, k === 'key' ? v.toUpperCase() : v]))) })],
    ['without a hash', answers.hash, (p) => ({ body: formOf({ id: bankId(), sum: roubles(p), clientid: '', orderid: p.id }) })],
    ['signed with another merchant\'s secret', answers.hash, (p) => ({ body: formOf(signed(shop, { id: bankId(), sum: roubles(p), orderid: p.id }, 'another secret')) })],
    ['about a sum that is one kopeck less, under a right hash', answers.sum, (p) => ({ body: formOf(signed(shop, { id: bankId(), sum: roubles(p, -1), orderid: p.id })) })],
    ['about zero', answers.sum, (p) => ({ body: formOf(signed(shop, { id: bankId(), sum: '0.00', orderid: p.id })) })],
    ['about a payment that nobody started', answers.order, () => ({ body: formOf(signed(shop, { id: bankId(), sum: '10.00', orderid: newId() })) })],
    ['about a number that is none of ours', answers.order, () => ({ body: formOf(signed(shop, { id: bankId(), sum: '10.00', orderid: "1'; DROP TABLE payment; --" })) })],
    ['without an order number', answers.order, () => ({ body: formOf(signed(shop, { id: bankId(), sum: '10.00', orderid: '' })) })],
    ['without an id', answers.sum, (p) => ({ body: formOf(signed(shop, { id: '', sum: roubles(p), orderid: p.id })) })],
    ['with an exponent for a sum', answers.sum, (p) => ({ body: formOf(signed(shop, { id: bankId(), sum: '5e2', orderid: p.id })) })],
    ['with its sum twice', answers.hash, (p) => ({ body: `${formOf(signed(shop, { id: bankId(), sum: roubles(p), orderid: p.id }))}&sum=${roubles(p)}` })],
    ['in windows-1251', answers.hash, (p) => ({ body: formOf(signed(shop, { id: bankId(), sum: roubles(p), orderid: p.id })), type: 'application/x-www-form-urlencoded; charset=windows-1251' })],
    ['with bytes that are not UTF-8', answers.hash, (p) => ({ body: `${formOf(signed(shop, { id: bankId(), sum: roubles(p), orderid: p.id }))}&client_email=%CF%F0` })],
    ['as JSON', answers.hash, (p) => ({ body: JSON.stringify(signed(shop, { id: bankId(), sum: roubles(p), orderid: p.id })), type: 'application/json' })],
    ['with nothing in it', answers.hash, () => ({ body: '' })],
    ['of a megabyte', answers.size, (p) => ({ body: `${formOf(signed(shop, { id: bankId(), sum: roubles(p), orderid: p.id }))}&client_email=${'x'.repeat(1_048_576)}` })],
    ['with a NUL in it', answers.hash, (p) => ({ body: `${formOf(signed(shop, { id: bankId(), sum: roubles(p), orderid: p.id }))}&client_email=%00` })],
  ])('%s', (...[, text, make]) => {
    it('is refused in the words of the protocol, told to the log, and changes nothing', async () => {
      const payment = await start(world, shop, await shop.placeOrder());
      const [before, told, said] = [await readPayment(world, shop, payment.id), await eventTypes(world, payment.id), world.logged.length];
      const { body, type } = make(payment);
      const answer = await notify(shop, body, type);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.text).toContain(text);
      expect(world.logged.slice(said).join('')).toMatch(/"a (notification|request) was refused"/);
      // A wrong sum under a right hash is more than noise: a person is asked.
      expect({ ...(await readPayment(world, shop, payment.id)), reviewReason: null }).toEqual(before);
      expect((await eventTypes(world, payment.id)).filter((one) => one !== 'PaymentNeedsReview')).toEqual(told);
    });
  });

  it('of a wrong sum asks for a person, once', async () => {
    const payment = await start(world, shop, await shop.placeOrder());
    const body = formOf(signed(shop, { id: bankId(), sum: roubles(payment, 100), orderid: payment.id }));
    await notify(shop, body);
    await notify(shop, body);
    expect((await readPayment(world, shop, payment.id)).reviewReason).toMatch(/another sum/);
    expect((await eventTypes(world, payment.id)).filter((type) => type === 'PaymentNeedsReview')).toHaveLength(1);
  });

  it('is not believed at another contract\'s address', async () => {
    const other = await openShop(world);
    const payment = await start(world, shop, await shop.placeOrder());
    const body = formOf(signed(other, { id: bankId(), sum: roubles(payment), orderid: payment.id }));
    expect((await notify(other, body)).status).toBe(404);
    expect((await notify({ notifyUrl: shop.notifyUrl.replace(shop.contractId, other.contractId) }, body)).status).toBe(404);
    expect(world.logged.filter((line) => line.includes(other.contractId) && line.includes('"a notification was refused"'))).toHaveLength(2);
    expect((await readPayment(world, shop, payment.id)).state).toBe('AWAITING_BUYER');
    await other.stop();
  });

  it('is not believed at another contract of the same merchant, even with the same secret', async () => {
    const contractId = newId();
    await shop.configure({ contractId, active: false });
    const payment = await start(world, shop, await shop.placeOrder());
    const body = formOf(signed(shop, { id: bankId(), sum: roubles(payment), orderid: payment.id }));
    expect((await notify({ notifyUrl: shop.notifyUrl.replace(shop.contractId, contractId) }, body)).status).toBe(404);
    expect((await readPayment(world, shop, payment.id)).state).toBe('AWAITING_BUYER');
  });

  it('with a right hash that the bank\'s own books do not confirm is found out afterwards', async () => {
    const payment = await start(world, shop, await shop.placeOrder());
    const id = bankId();
    expect(await notify(shop, formOf(signed(shop, { id, sum: roubles(payment), orderid: payment.id, batch_date: '2030-01-01' })))).toEqual({ status: 200, text: acknowledgementOf(shop, id) });
    await eventually(async () => expect(await world.owner.query(`SELECT 1 FROM provider_call WHERE payment_id = $1 AND action LIKE '%payments/byid%'`, [payment.id])).not.toHaveLength(0));
    const review = await untilPayment(world, shop, { id: payment.id, is: ({ reviewReason }) => reviewReason !== null, withinMs: 30_000 });
    expect(review.reviewReason).toMatch(/does not confirm/);
  });
});

describe('a notification above the sum for which its weak hash is trusted', () => {
  let world: World;
  let shop: Shop;

  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world, { settings: { notificationTrustLimit: 100_00 } });
  });
  afterAll(async () => {
    await shop.stop();
    await world.stop();
  });

  it('is a hint: the payment is read from the bank, and then the money is taken in', async () => {
    const { payment } = await paidPayment(world, shop);
    const [row] = await world.owner.query<{ verdict: string }>('SELECT verdict FROM provider_notification WHERE payment_id = $1', [payment.id]);
    expect(row?.verdict).toMatch(/hint/);
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
  });

  it('that lends the money of one payment to another moves nothing and asks for a person', async () => {
    const { payment: paid } = await paidPayment(world, shop);
    const other = await start(world, shop, await shop.placeOrder());
    const id = paid.providerPaymentId ?? '';
    await notify(shop, formOf(signed(shop, { id, sum: roubles(other), orderid: other.id })));
    const review = await untilPayment(world, shop, { id: other.id, is: ({ reviewReason }) => reviewReason !== null });
    expect([review.state, review.authorized.amount]).toEqual(['AWAITING_BUYER', 0]);
    expect(review.reviewReason).toMatch(/another number/);
  });

  it('moves nothing when it is forged', async () => {
    const payment = await start(world, shop, await shop.placeOrder());
    const id = bankId();
    expect((await notify(shop, formOf(signed(shop, { id, sum: roubles(payment), orderid: payment.id })))).text).toBe(acknowledgementOf(shop, id));
    await eventually(async () => expect(await world.owner.query(`SELECT 1 FROM provider_call WHERE payment_id = $1 AND action LIKE '%payments/byid%'`, [payment.id])).not.toHaveLength(0));
    expect((await readPayment(world, shop, payment.id)).state).toBe('AWAITING_BUYER');
    expect(invoiceOf(payment)).not.toBe('');
  });
});
