import { newId } from '@paygraph/shared/ids';
import { eventually } from '@paygraph/shared/testing/eventually';
import { actorOf, capturedPayment, mutate, paidPayment, untilPayment } from '../testing/ask';
import { bankDifferences, brokenBooks } from '../testing/oracle';
import { openShop, type Shop } from '../testing/shop';
import { startWorld, type World } from '../testing/world';

const reverse = '/change/payment/reverse/';

/** The bank carries out a request that everybody took for lost. */
const carryOut = async ({ bank }: Shop, form: Record<string, string>): Promise<void> => {
  const authorization = `Basic ${Buffer.from(`${bank.login}:${bank.password}`).toString('base64')}`;
  const { token } = (await (await fetch(`${bank.url}/info/settings/token/`, { headers: { authorization } })).json()) as { token: string };
  const answer = await fetch(`${bank.url}${reverse}`, { method: 'POST', headers: { authorization }, body: new URLSearchParams({ token, ...form }) });
  expect(await answer.json()).toMatchObject({ result: 'success' });
};

describe('a call that the bank carries out only when it was thought lost', () => {
  let world: World;
  let shop: Shop;

  beforeAll(async () => {
    // Slow enough for the moment between the last fruitless question and the repeat to be caught.
    world = await startWorld({ timeScale: 0.3 });
    shop = await openShop(world, { bank: { refundDelayMs: 1 } });
  });
  afterAll(async () => {
    await shop.stop();
    await world.stop();
  });
  afterEach(async () => expect(await brokenBooks(world)).toEqual([]));

  const ask = (mutation: string, paymentId: string, input: object = {}) => mutate(world, actorOf(shop), { mutation, input: { idempotencyKey: newId(), paymentId, ...input } });
  const aboutToRepeat = (paymentId: string): Promise<void> =>
    eventually(async () => {
      const rows = await world.owner.query(`SELECT 1 FROM operation WHERE payment_id = $1 AND state = 'requested' AND was_unknown`, [paymentId]);
      if (rows.length === 0) throw new Error('The call is not about to be repeated');
    }, 20_000);

  it('is not made again when it was a refund', async () => {
    const { payment } = await capturedPayment(world, shop);
    shop.bank.control.setFaults({ loseRequest: { endpoint: reverse, times: 1 } });
    await ask('refundPayment', payment.id, { amount: 55_00, reason: 'a' });
    await aboutToRepeat(payment.id);
    await carryOut(shop, { id: payment.providerPaymentId ?? '', amount: '55.00', partial: 'true' });
    await untilPayment(world, shop, { id: payment.id, is: ({ refunded }) => refunded.amount === 55_00, withinMs: 20_000 });
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
  });

  it('is not made again when it was a partial capture, whose repeat would be a refund', async () => {
    const { payment, order } = await paidPayment(world, shop);
    shop.bank.control.setFaults({ loseRequest: { endpoint: reverse, times: 1 } });
    await ask('capturePayment', payment.id, { amount: order.total - 55_00 });
    await aboutToRepeat(payment.id);
    await carryOut(shop, { id: payment.providerPaymentId ?? '', amount: '55.00', partial: 'true' });
    await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'CAPTURED', withinMs: 20_000 });
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
  });

  it('is known as done when it was a void, although a second one would be refused', async () => {
    const { payment, order } = await paidPayment(world, shop);
    shop.bank.control.setFaults({ loseRequest: { endpoint: reverse, times: 1 } });
    await ask('voidPayment', payment.id);
    await aboutToRepeat(payment.id);
    await carryOut(shop, { id: payment.providerPaymentId ?? '', amount: (order.total / 100).toFixed(2), partial: 'false' });
    await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'VOIDED', withinMs: 20_000 });
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
  });

  it('does not leave at all from a process that was frozen since it was noted, whose work another one may have taken over', async () => {
    const { payment } = await capturedPayment(world, shop);
    world.freezeAt('refund:before-call', 1_800);
    await ask('refundPayment', payment.id, { amount: 55_00, reason: 'a' });
    await untilPayment(world, shop, { id: payment.id, is: ({ refunded }) => refunded.amount === 55_00, withinMs: 20_000 });
    const said = await world.owner.query<{ direction: string }>(
      `SELECT direction FROM provider_call WHERE payment_id = $1 AND ((direction = 'intent' AND action = 'refund') OR action = 'POST ${reverse}') ORDER BY id`, [payment.id]);
    expect(said.map(({ direction }) => direction)).toEqual(['intent', 'intent', 'out']);
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
  });
});
