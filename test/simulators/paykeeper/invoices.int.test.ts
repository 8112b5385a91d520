import type { Answer } from '../kit/testing/api';
import { invoiceFor, paidFor, startScene, type Row, type Scene } from './testing';

const today = (): string => new Date(Date.now() + 3 * 3600_000).toISOString().slice(0, 10);
const item = { name: 'Тапочки', price: '450.00', quantity: 2, sum: '900.00', tax: 'vat22', item_type: 'goods', payment_type: 'prepay' };

describe('an invoice', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await startScene();
  });
  afterEach(() => scene.stop());
  const preview = (fields: Row): Promise<Answer> => scene.api.form('/change/invoice/preview/', fields);

  it('is answered with a 17-digit id and the address of its page', async () => {
    const { body } = await preview({ pay_amount: '899.00', orderid: 'order-42' });
    const { invoice_id: id, invoice_url: url } = body as Row;
    expect(id).toMatch(/^20\d{15}$/);
    expect(url).toBe(`${scene.bank.url}/bill/${id}/`);
    expect(await (await fetch(url ?? '')).text()).toContain('899.00');
  });

  it('is made anew by every call: there is no idempotency', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => invoiceFor(scene, '1.00')));
    expect(new Set(ids).size).toBe(3);
    const dates = { start_date: today(), end_date: today() };
    expect(await scene.api.get<Row[]>('/info/invoice/search/', { query: 'order-42', ...dates })).toHaveLength(3);
    expect(await scene.api.get<Row[]>('/info/invoice/search/', { query: 'order-43', ...dates })).toEqual([]);
  });

  it('is found by a part of the order number, so that the caller must compare', async () => {
    await invoiceFor(scene, '1.00', { orderid: 'order-421' });
    const found = await scene.api.get<Row[]>('/info/invoice/search/', { query: 'order-42', start_date: today(), end_date: today() });
    expect(found.map(({ orderid }) => orderid)).toEqual(['order-421']);
  });

  it.each([
    ['text', (cart: object[]) => JSON.stringify(cart)],
    ['array', (cart: object[]) => cart],
  ])('takes name, cart (as %s) and return address out of a JSON service_name', async (_, form) => {
    const service_name = JSON.stringify({ service_name: 'Оплата заказа 42', cart: form([item]), user_result_callback: 'https://shop.example/back?a=1' });
    const id = await invoiceFor(scene, '900.00', { service_name });
    const paid = await scene.bank.control.pay({ invoiceId: id, outcome: 'success' });
    expect(paid.returnTo).toBe(`https://shop.example/back?a=1&result=success&payment_id=${paid.paymentId}`);
    const options = await scene.api.get<Row>('/info/options/byid/', { id: paid.paymentId });
    expect(options).toMatchObject({ service_name: 'Оплата заказа 42', CARD_NUMBER: '5100********3333' });
    expect(JSON.parse(options.cart ?? '')).toEqual([item]);
  });

  it.each([
    ['a cart that does not add up to the amount', { pay_amount: '901.00', cart: [item] }, /корзины/],
    ['an unknown VAT code', { pay_amount: '900.00', cart: [{ ...item, tax: 'vat18' }] }, /tax/],
    ['a sum that is not price times quantity', { pay_amount: '899.00', cart: [{ ...item, sum: '899.00' }] }, /price\*quantity/],
    ['a name longer than 128 characters', { pay_amount: '900.00', cart: [{ ...item, name: 'я'.repeat(129) }] }, /name/],
    ['an amount that is none', { pay_amount: '9,00', cart: [item] }, /pay_amount/],
  ])('is refused for %s', async (_, { pay_amount, cart }, reason) => {
    const { status, body } = await preview({ pay_amount, cart: JSON.stringify(cart) });
    expect({ status, ...(body as Row) }).toMatchObject({ status: 200, result: 'fail', msg: expect.stringMatching(reason) });
  });

  it('expires at its term by the clock of the server and is then not payable', async () => {
    const id = await invoiceFor(scene, '1.00', { expiry: today() });
    scene.bank.control.advance(24 * 3600);
    expect(await scene.api.get('/info/invoice/byid/', { id })).toMatchObject({ status: 'expired', paymentid: null });
    await expect(scene.bank.control.pay({ invoiceId: id, outcome: 'success' })).rejects.toThrow('истёк');
  });

  it('is withdrawn while unpaid and not after', async () => {
    const id = await invoiceFor(scene, '1.00');
    expect(await scene.api.command('/change/invoice/revoke/', { id })).toEqual({ result: 'success' });
    expect(await scene.api.get('/info/invoice/byid/', { id })).toMatchObject({ status: 'expired' });
    const paid = await invoiceFor(scene, '1.00');
    await scene.bank.control.pay({ invoiceId: paid, outcome: 'success' });
    expect(await scene.api.command('/change/invoice/revoke/', { id: paid })).toMatchObject({ result: 'fail' });
  });

  it('is paid once, however often the buyer presses', async () => {
    const id = await invoiceFor(scene, '1.00');
    const press = (): Promise<Response> => fetch(`${scene.bank.url}/bill/${id}/pay/`, { method: 'POST', body: new URLSearchParams({ outcome: 'success' }), redirect: 'manual' });
    const statuses = (await Promise.all([press(), press(), press()])).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 409, 409]);
    expect(scene.bank.control.books().payments.filter(({ authorised }) => authorised > 0)).toHaveLength(1);
  });

  it('stays payable after a decline, which leaves a failed payment', async () => {
    const id = await invoiceFor(scene, '1.00');
    const declined = await scene.api.sim<Row>('pay', { invoiceId: id, outcome: 'decline' });
    expect(declined).toMatchObject({ result: 'fail' });
    expect(await scene.api.get('/info/payments/byid/', { id: declined.paymentId ?? '' })).toEqual([expect.objectContaining({ status: 'failed' })]);
    expect(await scene.api.sim('pay', { invoiceId: id })).toMatchObject({ result: 'success' });
  });

  it('is listed and counted by status', async () => {
    const sent = await invoiceFor(scene, '1.00');
    await scene.api.command('/change/invoice/send/', { id: sent });
    await paidFor(scene, '2.00');
    const dates = { start_date: today(), end_date: today() };
    const list = (more: Row): Promise<Row[]> => scene.api.get('/info/invoice/list/', { ...dates, ...more });
    expect((await list({ 'status[]': 'sent' })).map(({ id }) => id)).toEqual([sent]);
    expect(await list({ 'status[0]': 'sent', 'status[1]': 'paid' })).toHaveLength(2);
    expect(await list({})).toEqual([]);
    expect(await scene.api.get('/info/invoice/listcount/', { ...dates, 'status[0]': 'sent', 'status[1]': 'paid' })).toEqual({
      statuses: [{ status: 'sent', count: '1' }, { status: 'paid', count: '1' }],
      fullcount: [{ count: '2' }],
    });
  });

  it('that does not exist is named so in the known words', async () => {
    expect(await scene.api.get('/info/invoice/byid/', { id: '1' })).toEqual({ result: 'fail', msg: 'Счёт не найден.' });
  });
});

describe('payments', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await startScene();
  });
  afterEach(() => scene.stop());

  it('are listed by date only for the statuses and systems that were named', async () => {
    const id = await paidFor(scene, '2.00');
    const dates = { start: today(), end: today() };
    const named = { 'status[]': 'obtained', 'payment_system_id[]': '127' };
    const both = new URLSearchParams([...Object.entries({ ...dates, ...named }), ['status[]', 'success']]);
    expect((await scene.api.get<Row[]>('/info/payments/bydate/', both)).map((row) => row.id)).toEqual([id]);
    expect(await scene.api.get('/info/payments/bydatecount/', both)).toEqual({ count: '1' });
    expect(await scene.api.get('/info/payments/bydate/', dates)).toEqual([]);
    expect(await scene.api.get('/info/payments/bydate/', { start: '04.12.2025', end: today() })).toMatchObject({ result: 'fail' });
  });

  it('are searched from beg_date to end_date', async () => {
    const id = await paidFor(scene, '2.00');
    const dates = { beg_date: today(), end_date: today() };
    expect(await scene.api.get('/info/payments/search/', { query: 'order-42', ...dates })).toEqual([expect.objectContaining({ id, pay_amount: '2.00' })]);
    scene.bank.control.configure({ emptySearch: 'fail' });
    expect(await scene.api.get('/info/payments/search/', { query: 'order-43', ...dates })).toMatchObject({ result: 'fail' });
  });

  it('show the terminal they went through when asked for more', async () => {
    const id = await paidFor(scene, '2.00');
    const [row] = await scene.api.get<Row[]>('/info/payments/byid/', { id, advanced: 'true' });
    expect(row).toMatchObject({ id, payment_system_id: '127', CARD_NUMBER: '5100********3333' });
    expect(await scene.api.get('/info/systems/list/')).toEqual([{ id: '127', system_description: expect.any(String), site_description: expect.any(String) }]);
  });

  it('print another closing receipt each time one is asked for', async () => {
    const cart = JSON.stringify([item]);
    const id = await paidFor(scene, '900.00', { cart });
    await scene.api.command('/change/payment/capture/', { id });
    const first = await scene.api.command('/change/payment/post-sale-receipt/', { id });
    const second = await scene.api.command('/change/payment/post-sale-receipt/', { id });
    expect([first, second]).toEqual([{ result: 'success', receipt_id: expect.any(String) }, { result: 'success', receipt_id: expect.any(String) }]);
    expect(scene.bank.control.books().payments[0]?.closingReceipts).toBe(2);
  });
});
