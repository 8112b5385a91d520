import { newId } from '@paygraph/shared/ids';
import { actorOf, capturedPayment, mutate, untilPayment } from '../testing/ask';
import { bankDifferences, brokenBooks, eventTypes } from '../testing/oracle';
import { openShop, type Shop } from '../testing/shop';
import { startWorld, type World } from '../testing/world';

describe('refunds by several hands at once', () => {
  let world: World;
  let shop: Shop;

  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world, { bank: { refundDelayMs: 1 } });
  });
  afterAll(async () => {
    await shop.stop();
    await world.stop();
  });

  const refund = (paymentId: string, amount: number, idempotencyKey: string = newId()) =>
    mutate(world, actorOf(shop), { mutation: 'refundPayment', input: { idempotencyKey, paymentId, amount, reason: 'returned' } });

  it('never pass what was captured: of fifty that ask for a tenth each, ten are taken', async () => {
    const { payment } = await capturedPayment(world, shop, [[100_00]]);
    const answers = await Promise.all(Array.from({ length: 50 }, () => refund(payment.id, 10_00)));
    expect(answers.filter(({ __typename }) => __typename === 'RefundPaymentSuccess')).toHaveLength(10);
    expect(answers.filter(({ code }) => code === 'AMOUNT_TOO_LARGE')).toHaveLength(40);
    const back = await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'REFUNDED', withinMs: 25_000 });
    expect([back.refunded.amount, back.refundPending.amount]).toEqual([100_00, 0]);
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
    expect(await brokenBooks(world)).toEqual([]);
    const refs = await world.owner.query<{ provider_ref: string }>(`SELECT DISTINCT provider_ref FROM operation WHERE payment_id = $1 AND kind = 'refund'`, [payment.id]);
    expect(refs).toHaveLength(10);
  });

  it('under one key are one refund', async () => {
    const { payment } = await capturedPayment(world, shop, [[100_00]]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => refund(payment.id, 30_00, 'the same key')));
    expect(answers.every(({ __typename }) => __typename === 'RefundPaymentSuccess')).toBe(true);
    await untilPayment(world, shop, { id: payment.id, is: ({ refunded }) => refunded.amount === 30_00 });
    expect((await eventTypes(world, payment.id)).filter((type) => type === 'PaymentRefundStarted')).toHaveLength(1);
    expect((await refund(payment.id, 31_00, 'the same key')).__typename).toBe('IdempotencyConflict');
  });

  it('of the whole meet one winner', async () => {
    const { payment } = await capturedPayment(world, shop, [[100_00]]);
    const answers = await Promise.all([refund(payment.id, 100_00), refund(payment.id, 100_00)]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['AmountTooLarge', 'RefundPaymentSuccess']);
  });
});
