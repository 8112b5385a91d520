import { performance } from 'node:perf_hooks';
import { eventually } from '../kit/testing/api';
import { capture, invoiceFor, paidFor, readPayment, settledBook, startScene, type Scene } from './testing';

const capturePath = '/change/payment/capture/';

describe('a fault of the wire', () => {
  let scene: Scene;
  let id: string;
  beforeEach(async () => {
    scene = await startScene();
    id = await paidFor(scene, '100.00');
  });
  afterEach(() => scene.stop());
  const captured = async (): Promise<number | undefined> => (await settledBook(scene, id))?.captured;

  it('loses an answer after the act', async () => {
    scene.bank.control.setFaults({ loseAnswer: { endpoint: capturePath, times: 1 } });
    await expect(capture(scene, id)).rejects.toThrow();
    expect(await captured()).toBe(10000);
    expect(await capture(scene, id)).toMatchObject({ result: 'fail' });
  });

  it('loses a request before the act', async () => {
    scene.bank.control.setFaults({ loseRequest: { endpoint: capturePath, times: 1 } });
    await expect(capture(scene, id)).rejects.toThrow();
    expect(await captured()).toBe(0);
    expect(await capture(scene, id)).toEqual({ result: 'success' });
  });

  it.each([
    ['error5xx', 0],
    ['error5xxAfter', 10000],
  ] as const)('answers %s, and the money taken is %d kopecks', async (name, kopecks) => {
    scene.bank.control.setFaults({ [name]: { value: 503, endpoint: capturePath, times: 1 } });
    expect(await scene.api.form(capturePath, { id })).toMatchObject({ status: 503, body: undefined });
    expect(await captured()).toBe(kopecks);
  });

  it.each(['json', 'html', 'empty'] as const)('answers 200 with nonsense (%s) after the act', async (malformed) => {
    scene.bank.control.setFaults({ malformed: { value: malformed, endpoint: capturePath } });
    expect(await scene.api.form(capturePath, { id })).toMatchObject({ status: 200, body: undefined });
    expect(await captured()).toBe(10000);
  });

  it.each([
    ['before', 0],
    ['after', 10000],
  ] as const)('never answers: hang %s the act', async (hang, kopecks) => {
    scene.bank.control.setFaults({ hang: { value: hang, endpoint: capturePath, times: 1 } });
    const token = await scene.api.token();
    const signal = AbortSignal.timeout(100);
    await expect(scene.api.call(capturePath, { method: 'POST', body: new URLSearchParams({ id, token }), signal })).rejects.toThrow();
    expect(await captured()).toBe(kopecks);
  });

  it('makes answers slow by a fixed time or by a log-normal one', async () => {
    const timed = async (): Promise<number> => {
      const start = performance.now();
      await readPayment(scene, id);
      return performance.now() - start;
    };
    scene.bank.control.setFaults({ latencyMs: { value: 60, times: 1 } });
    expect(await timed()).toBeGreaterThanOrEqual(55);
    scene.bank.control.setFaults({ latencyMs: null, latencyLogNormal: { medianMs: 60, sigma: 0.01 } });
    expect(await timed()).toBeGreaterThanOrEqual(50);
  });

  it('acts though the caller gave up waiting, and the shop is told', async () => {
    scene.bank.control.setFaults({ latencyMs: { value: 100, endpoint: '/bill/:id/pay/' } });
    const invoiceId = await invoiceFor(scene, '7.00');
    await expect(fetch(`${scene.bank.url}/bill/${invoiceId}/pay/`, { method: 'POST', signal: AbortSignal.timeout(30) })).rejects.toThrow();
    const late = () => scene.bank.control.books().payments.find((payment) => payment.invoiceId === invoiceId);
    expect(await eventually(late, (payment) => payment?.status === 'success')).toMatchObject({ authorised: 700 });
  });

  it('is set, counted, listed and cleared over HTTP', async () => {
    await scene.api.sim('faults', { error5xx: { times: 2 }, declineAll: 'card_blocked' });
    await scene.api.call('/info/systems/list/');
    expect(await scene.api.sim('faults')).toEqual({
      faults: [{ name: 'error5xx', value: true, times: 1, fired: 1 }, { name: 'declineAll', value: 'card_blocked', fired: 0 }],
    });
    await scene.api.sim('faults', undefined, 'DELETE');
    expect((await scene.api.call('/info/systems/list/')).status).toBe(200);
  });

  it('is refused by name when the switch or the endpoint does not exist', async () => {
    expect(await scene.api.sim('faults', { loseAnswers: true })).toMatchObject({ error: expect.stringContaining('No fault switch loseAnswers') });
    expect(await scene.api.sim('faults', { loseAnswer: { endpoint: '/change/capture/' } })).toMatchObject({ error: expect.stringContaining('No endpoint') });
    expect(await scene.api.sim('config', { twoStages: true })).toMatchObject({ error: expect.stringContaining('No setting twoStages') });
  });

  it('declines every card of the hosted page', async () => {
    scene.bank.control.setFaults({ declineAll: true });
    expect(await scene.api.sim('pay', { invoiceId: await invoiceFor(scene, '1.00'), outcome: 'success' })).toMatchObject({ result: 'fail' });
  });

  it('shows dates by a clock that is wrong', async () => {
    scene.bank.control.setFaults({ clockSkewSeconds: -86_400 });
    const row = await readPayment(scene, await paidFor(scene, '1.00'));
    const yesterday = new Date(Date.now() + (3 - 24) * 3600_000).toISOString().slice(0, 10);
    expect(row.obtain_datetime?.slice(0, 10)).toBe(yesterday);
  });
});
