import { performance } from 'node:perf_hooks';
import { Api } from '../kit/testing/api';
import { startKassaSimulator, type KassaSimulator } from './index';

const endpoint = '/change/receipt/print/';
const item = { name: 'Тапочки', price: '450.00', quantity: 2, sum: '900.00', tax: 'vat122', item_type: 'goods', payment_type: 'prepay' };
const order = { payment_id: '77', type: 'sale', contact: 'a@b.ru', sum_cashless: '900.00', cart: JSON.stringify([item]), receipt_key: 'key-1' };
const dayMs = 86_400_000;

describe('a fault of the cash register', () => {
  let kassa: KassaSimulator;
  let api: Api;
  beforeEach(async () => {
    kassa = await startKassaSimulator({ registerDelayMs: 20 });
    api = new Api(kassa);
  });
  afterEach(() => kassa.stop());
  const receipts = (): number => kassa.control.books().receipts.length;
  const print = (): Promise<{ status: number; body?: unknown }> => api.form(endpoint, order);

  it('loses a request before anything is printed', async () => {
    kassa.control.setFaults({ loseRequest: { endpoint, times: 1 } });
    await expect(print()).rejects.toThrow();
    expect(receipts()).toBe(0);
  });

  it.each([['error5xx', 0], ['error5xxAfter', 1]] as const)('answers %s, and %d receipts are made', async (name, made) => {
    kassa.control.setFaults({ [name]: { value: 503, endpoint, times: 1 } });
    expect(await print()).toMatchObject({ status: 503 });
    expect(receipts()).toBe(made);
  });

  it('answers nonsense after the receipt is made', async () => {
    kassa.control.setFaults({ malformed: { value: 'json', endpoint } });
    expect(await print()).toMatchObject({ status: 200, body: undefined });
    expect(receipts()).toBe(1);
  });

  it.each([['before', 0], ['after', 1]] as const)('never answers: hang %s the receipt is made', async (hang, made) => {
    const token = await api.token();
    kassa.control.setFaults({ hang: { value: hang, endpoint, times: 1 } });
    await expect(api.call(endpoint, { method: 'POST', body: new URLSearchParams({ ...order, token }), signal: AbortSignal.timeout(100) })).rejects.toThrow();
    expect(receipts()).toBe(made);
  });

  it.each([['latencyMs', 60], ['latencyLogNormal', { medianMs: 60, sigma: 0.01 }]] as const)('makes answers slow: %s', async (name, value) => {
    kassa.control.setFaults({ [name]: value });
    const start = performance.now();
    await api.call('/info/receipts/byid/');
    expect(performance.now() - start).toBeGreaterThanOrEqual(50);
  });

  it('voids the earlier token at every reading', async () => {
    kassa.control.setFaults({ rotateToken: true });
    const old = await api.token();
    await api.token();
    const late = await api.call(endpoint, { method: 'POST', body: new URLSearchParams({ ...order, token: old }) });
    expect([late.body, receipts()]).toEqual([{ result: 'fail', msg: 'Токен безопасности не верен.' }, 0]);
    expect(await print()).toMatchObject({ body: { result: 'success' } });
  });

  it('shows dates by a clock that is wrong', async () => {
    kassa.control.setFaults({ clockSkewSeconds: -dayMs / 1000 });
    await print();
    const yesterday = new Date(Date.now() + 3 * 3_600_000 - dayMs).toISOString().slice(0, 10);
    const dates = { start: yesterday, end: yesterday, 'status[]': 'created', 'sum_type[]': 'sum_cashless' };
    expect(await api.get('/info/receipts/bydate/', dates)).toHaveLength(1);
  });
});
