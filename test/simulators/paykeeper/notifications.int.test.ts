import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../kit/testing/api';
import { acknowledge } from '../kit/testing/shop';
import { fired } from '../kit/testing/fired';
import { invoiceFor, paidFor, readPayment, startScene, type Scene } from './testing';

/** One that was sent at once would have come by then. */
const longerThanAnyPostMs = 200;

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

describe('the notification of a payment', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await startScene();
  });
  afterEach(() => scene.stop());
  const arrived = (count: number) => eventually(() => scene.shop.received, (received) => received.length >= count);
  const inStatus = (id: string, wanted: string) => eventually(() => readPayment(scene, id), ({ status }) => status === wanted);

  it('carries the payment, a valid key and the day on which the hold ends', async () => {
    const id = await paidFor(scene, '899.00', { service_name: 'Оплата заказа 42', client_email: 'a@b.ru' });
    const { fields, headers } = (await arrived(1))[0] ?? { fields: {}, headers: {} };
    expect(headers['content-type']).toContain('application/x-www-form-urlencoded');
    expect(fields).toMatchObject({
      id, sum: '899.00', clientid: 'Иванов Иван', orderid: 'order-42', key: md5(`${id}899.00Иванов Иванorder-42${scene.bank.secret}`), service_name: 'Оплата заказа 42',
      client_email: 'a@b.ru', ps_id: '127', pk_hostname: scene.bank.url, card_number: '5100********3333', card_expiry: '03/30',
      batch_date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), invoice_id: expect.stringMatching(/^\d{17}$/), obtain_datetime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    });
    expect(await inStatus(id, 'success')).toMatchObject({ repeat_counter: '0', success_datetime: expect.any(String) });
  });

  it('has no batch_date when nothing is held', async () => {
    scene.bank.control.configure({ twoStage: false });
    await paidFor(scene, '1.00');
    expect((await arrived(1))[0]?.fields).not.toHaveProperty('batch_date');
  });

  it.each([
    ['a bare OK', () => ({ status: 200, body: 'OK' })],
    ['an error text', () => ({ status: 200, body: 'Error! Hash mismatch' })],
    ['a line break after the right words', (secret: string) => (one: Parameters<ReturnType<typeof acknowledge>>[0]) => ({ status: 200, body: `${acknowledge(secret)(one).body}\n` })],
    ['a redirect', () => ({ status: 302, body: '' })],
  ])('is repeated until the attempts run out when the shop answers with %s', async (_, answer) => {
    const made = answer(scene.bank.secret);
    scene.shop.answer = typeof made === 'function' ? made : () => made;
    const id = await paidFor(scene, '1.00');
    expect(await inStatus(id, 'stuck')).toMatchObject({ repeat_counter: '3', success_datetime: null });
    expect(scene.shop.received).toHaveLength(3);
  });

  it('leaves the payment obtained until the shop has acknowledged', async () => {
    scene.bank.control.configure({ notificationRetryMs: [60_000] });
    scene.shop.answer = () => ({ status: 500, body: '' });
    const id = await paidFor(scene, '1.00');
    await eventually(() => readPayment(scene, id), (row) => row.repeat_counter === '1');
    expect(await readPayment(scene, id)).toMatchObject({ status: 'obtained', success_datetime: null });
    scene.shop.answer = acknowledge(scene.bank.secret);
    scene.bank.control.advance(60);
    await inStatus(id, 'success');
  });

  it('starts over by repeatcnt after the payment got stuck', async () => {
    scene.shop.answer = () => ({ status: 500, body: '' });
    const id = await paidFor(scene, '1.00');
    await inStatus(id, 'stuck');
    scene.shop.answer = acknowledge(scene.bank.secret);
    expect(await scene.api.command('/change/payment/repeatcnt/', { id })).toEqual({ result: 'success' });
    expect(await inStatus(id, 'success')).toMatchObject({ repeat_counter: '0' });
  });

  it('is not sent for a decline', async () => {
    await scene.bank.control.pay({ invoiceId: await invoiceFor(scene, '1.00'), outcome: 'decline' });
    await paidFor(scene, '2.00');
    expect((await arrived(1)).map(({ fields }) => fields.sum)).toEqual(['2.00']);
  });

  it('makes a payment successful without anybody told where no address is set', async () => {
    scene.bank.control.configure({ notifyUrl: '' });
    const id = await paidFor(scene, '1.00');
    await inStatus(id, 'success');
    expect(scene.shop.received).toHaveLength(0);
  });

  it('comes as often and as many at once as the control plane is told', async () => {
    const { paymentId } = await scene.bank.control.pay({ invoiceId: await invoiceFor(scene, '1.00'), outcome: 'success', notify: 'none' });
    let now = 0;
    let most = 0;
    scene.shop.answer = async (received) => {
      most = Math.max(most, (now += 1));
      await eventually(() => most, (count) => count === 3);
      now -= 1;
      return acknowledge(scene.bank.secret)(received);
    };
    expect(await scene.api.sim('notify', { paymentId, times: 6, concurrency: 3 })).toEqual({ accepted: Array(6).fill(true) });
    expect(scene.shop.received).toHaveLength(6);
    expect(most).toBe(3);
  });

  it('comes before the answer of the page when asked for', async () => {
    const invoiceId = await invoiceFor(scene, '1.00');
    await scene.bank.control.pay({ invoiceId, outcome: 'success', notify: 'before-return' });
    expect(scene.shop.received).toHaveLength(1);
  });

  describe('under a fault', () => {
    it('comes in several copies', async () => {
      scene.bank.control.setFaults({ duplicateNotifications: 2 });
      const id = await paidFor(scene, '1.00');
      await inStatus(id, 'success');
      expect((await arrived(3)).map(({ fields }) => fields.id)).toEqual([id, id, id]);
    });

    it('comes in the reverse order', async () => {
      scene.bank.control.setFaults({ reorderNotifications: 2 });
      const first = await paidFor(scene, '1.00');
      const second = await paidFor(scene, '2.00');
      expect((await arrived(2)).map(({ fields }) => fields.id)).toEqual([second, first]);
      expect(await fired(scene.bank.url)).toEqual([1]);
    });

    it('comes as soon as reordering is switched off', async () => {
      scene.bank.control.setFaults({ reorderNotifications: true });
      await paidFor(scene, '1.00');
      expect(scene.shop.received).toHaveLength(0);
      scene.bank.control.clearFaults();
      await arrived(1);
    });

    it('comes late', async () => {
      scene.bank.control.setFaults({ delayNotificationsMs: 60_000 });
      const id = await paidFor(scene, '1.00');
      await pause(longerThanAnyPostMs);
      expect(scene.shop.received).toHaveLength(0);
      expect(await readPayment(scene, id)).toMatchObject({ status: 'obtained' });
      scene.bank.control.advance(60);
      await inStatus(id, 'success');
    });

    it('never comes, while the server knows that it is paid', async () => {
      scene.bank.control.setFaults({ neverNotify: true });
      const id = await paidFor(scene, '1.00');
      await scene.bank.journal.waitFor(({ kind }) => kind === 'notification.withheld');
      expect(await readPayment(scene, id)).toMatchObject({ status: 'obtained' });
      expect(scene.shop.received).toHaveLength(0);
    });

    it('names a wrong sum under a valid key', async () => {
      scene.bank.control.setFaults({ wrongAmountInNotification: 1 });
      const id = await paidFor(scene, '1.00');
      const fields = (await arrived(1))[0]?.fields;
      expect(fields).toMatchObject({ sum: '1.01', key: md5(`${id}1.01Иванов Иванorder-42${scene.bank.secret}`) });
    });
  });
});
