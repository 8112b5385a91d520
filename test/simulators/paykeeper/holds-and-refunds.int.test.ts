import { eventually } from '../kit/testing/api';
import { capture, invoiceFor, paidFor, readPayment, reverse, settledBook, startScene, type Row, type Scene } from './testing';

describe('money on a PayKeeper server', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await startScene();
  });
  afterEach(() => scene.stop());

  it('is held by a paid invoice and taken whole by a capture', async () => {
    const invoiceId = await invoiceFor(scene, '899.00');
    const { paymentId } = await scene.bank.control.pay({ invoiceId, outcome: 'success' });
    const invoice = await scene.api.get<Row>('/info/invoice/byid/', { id: invoiceId });
    expect(invoice).toMatchObject({ status: 'paid', paymentid: paymentId, pay_amount: '899.00', clientid: 'Иванов Иван' });
    expect(await settledBook(scene, paymentId)).toMatchObject({ authorised: 89900, captured: 0, held: true });
    expect(await capture(scene, paymentId)).toEqual({ result: 'success' });
    expect(await settledBook(scene, paymentId)).toMatchObject({ captured: 89900, released: 0, held: false });
  });

  it('is captured once: a second capture is refused', async () => {
    const id = await paidFor(scene, '10.00');
    await capture(scene, id);
    expect(await capture(scene, id)).toMatchObject({ result: 'fail' });
  });

  it('is captured for the rest when a part of a hold is reversed', async () => {
    const id = await paidFor(scene, '899.00');
    expect(await reverse(scene, id, { partial: 'true', amount: '99.50' })).toEqual({ result: 'success' });
    expect(await settledBook(scene, id)).toMatchObject({ captured: 79950, released: 9950, refunded: 0, held: false, status: 'partially_refunded' });
  });

  it('is let go when a whole hold is reversed', async () => {
    const id = await paidFor(scene, '899.00');
    await reverse(scene, id, { amount: '899.00' });
    expect(await settledBook(scene, id)).toMatchObject({ captured: 0, released: 89900, refunded: 0, status: 'refunded' });
    expect(await capture(scene, id)).toMatchObject({ result: 'fail' });
  });

  it('shows a release as canceled where the bank does so', async () => {
    scene.bank.control.configure({ releasedStatus: 'canceled' });
    const id = await paidFor(scene, '5.00');
    await reverse(scene, id);
    expect(await settledBook(scene, id)).toMatchObject({ status: 'canceled' });
  });

  it('goes back in parts until nothing remains, and never beyond', async () => {
    const id = await paidFor(scene, '100.00');
    await capture(scene, id);
    await reverse(scene, id, { partial: 'true', amount: '60.00' });
    expect(await reverse(scene, id, { partial: 'true', amount: '40.01' })).toMatchObject({ result: 'fail' });
    expect(await reverse(scene, id, { partial: 'true', amount: '40.00' })).toEqual({ result: 'success' });
    expect(await settledBook(scene, id)).toMatchObject({ captured: 10000, refunded: 10000, status: 'refunded' });
    expect(await reverse(scene, id, { partial: 'true', amount: '0.01' })).toMatchObject({ result: 'fail' });
  });

  it('is never returned twice by refunds that come at the same moment', async () => {
    const id = await paidFor(scene, '100.00');
    await capture(scene, id);
    const answers = await Promise.all(Array.from({ length: 8 }, () => reverse(scene, id, { partial: 'true', amount: '30.00' })));
    expect(answers.filter(({ result }) => result === 'success')).toHaveLength(3);
    expect(await settledBook(scene, id)).toMatchObject({ captured: 10000, refunded: 9000, status: 'partially_refunded' });
  });

  it('is on its way back before it is back', async () => {
    scene.bank.control.configure({ refundDelayMs: 60_000 });
    const id = await paidFor(scene, '100.00');
    await capture(scene, id);
    await reverse(scene, id, { partial: 'true', amount: '30.00' });
    expect(await readPayment(scene, id)).toMatchObject({ status: 'refunding', refund_amount: '0.00' });
    const started = await scene.api.get<Row[]>('/info/refunds/bypaymentid/', { id });
    expect(started).toEqual([expect.objectContaining({ payment_id: id, amount: '30.00', remainder: '70.00', status: 'started', refund_number: '1' })]);
    scene.bank.control.advance(60);
    expect(await readPayment(scene, id)).toMatchObject({ status: 'partially_refunded', refund_amount: '30.00' });
  });

  it('stays where it was when a refund fails', async () => {
    const id = await paidFor(scene, '100.00');
    await capture(scene, id);
    await eventually(() => readPayment(scene, id), ({ status }) => status === 'success');
    scene.bank.control.setFaults({ failRefunds: { times: 1 } });
    await reverse(scene, id);
    expect(await settledBook(scene, id)).toMatchObject({ captured: 10000, refunded: 0, status: 'success' });
    expect((await scene.api.get<Row[]>('/info/refunds/bypaymentid/', { id }))[0]).toMatchObject({ status: 'failed' });
    await reverse(scene, id);
    expect(await settledBook(scene, id)).toMatchObject({ refunded: 10000 });
  });

  it('is returned only with a cart that adds up to the amount', async () => {
    const id = await paidFor(scene, '100.00');
    await capture(scene, id);
    const refund_cart = JSON.stringify([{ name: 'Тапочки', price: '20.00', quantity: 1, sum: '20.00', tax: 'vat22' }]);
    expect(await reverse(scene, id, { partial: 'true', amount: '30.00', refund_cart })).toMatchObject({ result: 'fail' });
    expect(await reverse(scene, id, { partial: 'true', amount: '20.00', refund_cart })).toEqual({ result: 'success' });
  });

  it('is captured by the provider itself when the term of the hold ends', async () => {
    const id = await paidFor(scene, '100.00');
    await scene.api.sim('time', { advanceSeconds: 7 * 24 * 3600 - 60 });
    expect(await settledBook(scene, id)).toMatchObject({ held: true });
    await scene.api.sim('time', { advanceSeconds: 60 });
    expect(await settledBook(scene, id)).toMatchObject({ held: false, captured: 10000 });
  });

  it.each([
    ['never', { held: true, captured: 0, released: 0 }],
    ['release', { held: false, captured: 0, released: 10000, status: 'canceled' }],
  ] as const)('at the end of the term obeys the fault holdAutoCapture: %s', async (holdAutoCapture, expected) => {
    scene.bank.control.setFaults({ holdAutoCapture });
    const id = await paidFor(scene, '100.00');
    scene.bank.control.advance(7 * 24 * 3600);
    expect(await settledBook(scene, id)).toMatchObject(expected);
  });

  it('is captured early when the fault says so, open holds included', async () => {
    const open = await paidFor(scene, '100.00');
    scene.bank.control.setFaults({ holdAutoCapture: true });
    const next = await paidFor(scene, '50.00');
    expect(await settledBook(scene, open)).toMatchObject({ held: false, captured: 10000 });
    expect(await settledBook(scene, next)).toMatchObject({ held: false, captured: 5000 });
  });

  it('is captured at once on a server without two-stage mode', async () => {
    scene.bank.control.configure({ twoStage: false });
    const id = await paidFor(scene, '100.00');
    expect(await settledBook(scene, id)).toMatchObject({ held: false, captured: 10000 });
    expect(await capture(scene, id)).toMatchObject({ result: 'fail' });
  });
});
