import { Api, eventually } from '../kit/testing/api';
import { startKassaSimulator, type KassaSimulator } from './index';

type Row = Readonly<Record<string, string | null>>;
const printPath = '/change/receipt/print/';
const item = { name: 'Тапочки', price: '450.00', quantity: 2, sum: '900.00', tax: 'vat122', item_type: 'goods', payment_type: 'prepay' };
const order = { payment_id: '77', type: 'sale', contact: 'a@b.ru', sum_cashless: '900.00', cart: JSON.stringify([item]), receipt_key: 'key-1' };
const today = (): string => new Date(Date.now() + 3 * 3600_000).toISOString().slice(0, 10);

describe('a receipt on PayKeeper Kassa', () => {
  let kassa: KassaSimulator;
  let api: Api;
  beforeEach(async () => {
    kassa = await startKassaSimulator({ registerDelayMs: 20 });
    api = new Api(kassa);
  });
  afterEach(() => kassa.stop());
  const print = (fields: object = {}): Promise<Record<string, string>> => api.command(printPath, { ...order, ...fields });
  const byId = (id: string | undefined): Promise<Row> => api.get('/info/receipts/byid/', { id: id ?? '' });
  const inStatus = (id: string | undefined, wanted: string): Promise<Row> => eventually(() => byId(id), ({ status }) => status === wanted);

  it('is created at once, registered later and then carries its fiscal data', async () => {
    kassa.control.configure({ registerDelayMs: 60_000 });
    const { receipt_id: id } = await print();
    expect(await byId(id)).toMatchObject({ id, status: 'created', fiscal_sign: null, sum_cashless: '900.00', payment_id: '77' });
    kassa.control.advance(60);
    const row = await byId(id);
    expect(row).toMatchObject({
      status: 'success', receipt_key: 'key-1', fn_number: expect.stringMatching(/^9999\d{12}$/), fiscal_document_number: '1', shift_number: '1', receipt_number: '1',
      rnm: '0000000001012943', fiscal_sign: expect.stringMatching(/^\d{1,10}$/), fop_receipt_key: expect.stringMatching(/^.{8}$/),
    });
    expect(row.qr).toMatch(new RegExp(`^t=\\d{8}T\\d{4}&s=900\\.00&fn=${row.fn_number}&i=1&fp=${row.fiscal_sign}&n=1$`));
  });

  it('is printed once per key, however often and however much at once it is asked for', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => print()));
    expect(new Set(answers.map(({ receipt_id: id }) => id)).size).toBe(1);
    await inStatus(answers[0]?.receipt_id, 'success');
    expect(await print()).toEqual(answers[0]);
    expect(kassa.control.books()).toMatchObject({ printedByKey: { 'key-1': 1 }, printedTwice: [], sold: 90000 });
  });

  it('is printed again under a new key, and the books show both', async () => {
    await print();
    const { receipt_id: id } = await print({ receipt_key: 'key-2' });
    await inStatus(id, 'success');
    expect(kassa.control.books().documents.map(({ receiptKey, paymentId }) => [receiptKey, paymentId])).toEqual([['key-1', '77'], ['key-2', '77']]);
  });

  it('is printed twice, visibly, by a register that forgets keys', async () => {
    await inStatus((await print()).receipt_id, 'success');
    await api.sim('faults', { ignoreReceiptKey: { times: 1 } });
    await inStatus((await print()).receipt_id, 'success');
    expect(await api.sim('books')).toMatchObject({ printedTwice: ['key-1'], printedByKey: { 'key-1': 2 } });
  });

  it('is printed once though the answer was lost', async () => {
    kassa.control.setFaults({ loseAnswer: { endpoint: printPath, times: 1 } });
    await expect(print()).rejects.toThrow();
    const { receipt_id: id } = await print();
    await inStatus(id, 'success');
    expect(kassa.control.books().documents).toHaveLength(1);
  });

  it('fails when the register does, and spends no fiscal document', async () => {
    kassa.control.setFaults({ failReceipts: 'Нет бумаги.' });
    expect(await inStatus((await print()).receipt_id, 'failed')).toMatchObject({ error_message: 'Нет бумаги.', fiscal_document_number: null });
    expect(kassa.control.books().documents).toHaveLength(0);
  });

  it('waits while the register registers nothing, and is printed when it does again', async () => {
    kassa.control.setFaults({ neverRegister: true });
    const { receipt_id: id } = await print();
    kassa.control.advance(3600);
    expect(await byId(id)).toMatchObject({ status: 'created' });
    kassa.control.clearFaults();
    expect(await byId(id)).toMatchObject({ status: 'success' });
  });

  it.each([
    ['a total that its payments do not make', { sum_cashless: '899.99' }, /корзины/],
    ['no contact', { contact: '' }, /contact/],
    ['an unknown type', { type: 'gift' }, /type/],
    ['an empty cart', { cart: '[]' }, /Корзина/],
    ['an unknown VAT code', { cart: JSON.stringify([{ ...item, tax: 'vat99' }]) }, /tax/],
    ['an unknown subject', { cart: JSON.stringify([{ ...item, item_type: 'thing' }]) }, /item_type/],
    ['an unknown method of settlement', { cart: JSON.stringify([{ ...item, payment_type: 'later' }]) }, /payment_type/],
    ['an advance for a named thing', { cart: JSON.stringify([{ ...item, payment_type: 'advance' }]) }, /advance/],
    ['a debt paid together with goods', { cart: JSON.stringify([{ ...item, payment_type: 'credit_payment', item_type: 'payment' }, { ...item, sum: '0', price: '0' }]) }, /credit_payment/],
    ['two marked pieces on one line', { cart: JSON.stringify([{ ...item, item_type: 'goods_coded', item_code: '01' }]) }, /item_code/],
    ['a sum off by more than a kopeck', { cart: JSON.stringify([{ ...item, sum: '900.02' }]), sum_cashless: '900.02' }, /price\*quantity/],
  ])('is refused for %s', async (_, wrong, reason) => {
    expect(await print(wrong)).toEqual({ result: 'fail', msg: expect.stringMatching(reason) });
    expect(kassa.control.books().receipts).toHaveLength(0);
  });

  it('offsets an advance in its closing form', async () => {
    const closing = { sum_cashless: '', sum_advance: '900.00', is_post_sale: 'true', cart: JSON.stringify([{ ...item, payment_type: 'full', tax: 'vat22' }]) };
    const { receipt_id: id } = await print({ ...closing, receipt_key: 'key-2' });
    expect(await inStatus(id, 'success')).toMatchObject({ is_post_sale: 'true', sum_advance: '900.00', sum_cashless: '0.00' });
  });

  it('is found by payment, by date and by its fiscal attributes', async () => {
    const { receipt_id: id } = await print({ type: 'refund' });
    const row = await inStatus(id, 'success');
    for (const name of ['id', 'payment_id']) expect(await api.get('/info/receipts/bypaymentid/', { [name]: '77' })).toEqual([row]);
    const dates = { start: today(), end: today(), 'status[]': 'success' };
    expect(await api.get('/info/receipts/bydate/', { ...dates, 'sum_type[]': 'sum_cashless' })).toEqual([row]);
    expect(await api.get('/info/receipts/bydate/', { ...dates, 'sum_type[]': 'sum_cash' })).toEqual([]);
    expect(await api.get('/info/receipts/search/', { fn: row.fn_number ?? '', fd: '1', fp: row.fiscal_sign ?? '' })).toEqual([row]);
    expect(kassa.control.books()).toMatchObject({ sold: 0, returned: 90000 });
  });

  it('opens a new shift each day', async () => {
    await inStatus((await print()).receipt_id, 'success');
    kassa.control.advance(24 * 3600);
    const row = await inStatus((await print({ receipt_key: 'key-2' })).receipt_id, 'success');
    expect(row).toMatchObject({ shift_number: '2', receipt_number: '1', fiscal_document_number: '2' });
  });

  it('is asked for only with credentials and the token', async () => {
    expect(await new Api({ ...kassa, password: 'wrong' }).call('/info/receipts/byid/')).toMatchObject({ status: 401 });
    const { body } = await api.call(printPath, { method: 'POST', body: new URLSearchParams(order) });
    expect(body).toEqual({ result: 'fail', msg: 'Токен безопасности не верен.' });
  });
});
