import { createHash } from 'node:crypto';
import { eventually } from '../kit/testing/api';
import { invoiceFor, settledBook, startScene, type Row, type Scene } from './testing';

describe('a saved card', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await startScene();
  });
  afterEach(() => scene.stop());
  const executePath = '/change/binding/execute/';
  const create = (fields: Row): Promise<Response> => fetch(`${scene.bank.url}/create/`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const sign = (...parts: string[]): string => createHash('sha256').update([...parts, scene.bank.secret].join('')).digest('hex');
  const told = async (): Promise<Row> => (await eventually(() => scene.shop.received.at(-1), (last) => last !== undefined))?.fields ?? {};
  const saved = async (): Promise<string> => {
    await scene.bank.control.pay({ invoiceId: await invoiceFor(scene, '1.00'), outcome: 'success', saveCard: true });
    return (await told()).bank_id ?? '';
  };

  it('comes with the notification when the buyer saves it during a purchase', async () => {
    expect(await saved()).not.toBe('');
    expect(await told()).toMatchObject({ card_number: '5100********3333', card_expiry: '03/30', card_holder: 'TEST GATEWAY' });
  });

  it('does not come when the buyer does not save it', async () => {
    await scene.bank.control.pay({ invoiceId: await invoiceFor(scene, '1.00'), outcome: 'success' });
    expect(await told()).not.toHaveProperty('bank_id');
  });

  it('is made by the form for one rouble, the buyer and the message createbinding', async () => {
    const opened = await create({ sum: '1', msgtype: 'createbinding', clientid: 'u1', sign: sign('1.00', 'u1') });
    expect(opened.status).toBe(303);
    const page = opened.headers.get('location') ?? '';
    expect(await (await fetch(page)).text()).toContain('1.00');
    const paid = await fetch(`${page}pay/`, { method: 'POST', body: new URLSearchParams({ outcome: 'success' }) });
    expect(paid.status).toBe(200);
    expect(await told()).toMatchObject({ clientid: 'u1', sum: '1.00', bank_id: expect.stringMatching(/.+/) });
  });

  it.each([
    ['a wrong signature', { sum: '1.00', clientid: 'u1', sign: 'e'.repeat(64) }, 'sign'],
    ['no signature', { sum: '1.00', clientid: 'u1' }, 'sign'],
    ['no amount', { clientid: 'u1', sign: 'e'.repeat(64) }, 'sum'],
  ])('is not made by a form with %s', async (_, fields, named) => {
    const answer = await create({ msgtype: 'createbinding', ...fields });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(`поле ${named}`);
    expect(scene.bank.control.books().payments).toHaveLength(0);
  });

  it('is not made for nobody', async () => {
    expect((await create({ sum: '1.00', msgtype: 'createbinding', sign: sign('1.00') })).status).toBe(400);
  });

  it('is charged without the buyer, and the shop is told afterwards', async () => {
    const bank_id = await saved();
    const { result, payment_id: id = '' } = await scene.api.command<Row>(executePath, { bank_id, orderid: 'order-43', sum: '50.00' });
    expect(result).toBe('success');
    await eventually(told, (fields) => fields.id === id);
    expect(await settledBook(scene, id)).toMatchObject({ authorised: 5000, held: true, orderId: 'order-43', clientId: 'Иванов Иван' });
  });

  it('is charged before the answer when the fault says so', async () => {
    const bank_id = await saved();
    scene.bank.control.setFaults({ notificationsBeforeAnswer: true });
    const { payment_id: id } = await scene.api.command<Row>(executePath, { bank_id, orderid: 'order-43', sum: '50.00' });
    expect(scene.shop.received.at(-1)?.fields.id).toBe(id);
  });

  it('is not charged when the bank declines, and the failure stays on record', async () => {
    const bank_id = await saved();
    scene.bank.control.setFaults({ declineAll: { value: 'insufficient_funds', endpoint: executePath } });
    expect(await scene.api.command(executePath, { bank_id, orderid: 'order-43', sum: '50.00' })).toEqual({ result: 'fail', msg: 'Недостаточно средств на карте.' });
    expect(scene.bank.control.books().payments.at(-1)).toMatchObject({ orderId: 'order-43', status: 'failed', authorised: 0 });
    expect(await scene.bank.control.pay({ invoiceId: await invoiceFor(scene, '1.00'), outcome: 'success' })).toMatchObject({ result: 'success' });
  });

  it.each([
    ['an unknown binding', { bank_id: 'nobody' }],
    ['no order', { orderid: '' }],
    ['no sum', { sum: '' }],
    ['a wrong signature', { sign: 'e'.repeat(64) }],
  ])('is not charged with %s', async (_, wrong) => {
    const fields = { bank_id: await saved(), orderid: 'order-43', sum: '50.00', ...wrong };
    expect(await scene.api.command(executePath, fields)).toMatchObject({ result: 'fail' });
    expect(scene.bank.control.books().payments).toHaveLength(1);
  });
});
