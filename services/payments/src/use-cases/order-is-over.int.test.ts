import { newId } from '@paygraph/shared/ids';
import { actorOf, capturedPayment, mutate, untilPayment } from '../testing/ask';
import { bankDifferences, brokenBooks, eventsOf, eventTypes } from '../testing/oracle';
import { openShop, type PlacedOrder, type Shop } from '../testing/shop';
import { startWorld, type World } from '../testing/world';

const refund = 'refundPayment';

describe('the money of an order that comes to its end', () => {
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

  const ask = (mutation: string, input: object) => mutate(world, actorOf(shop), { mutation, input: { idempotencyKey: newId(), ...input } });
  const giveBack = ({ id, total, children }: PlacedOrder) =>
    shop.publish({ type: 'OrderRefundRequested', orderId: id, body: { requestId: newId(), total, reason: 'r', children: children.map(({ childOrderId, total: sum, lines }) => ({ childOrderId, total: sum, lines })) } });

  it('is not taken again after all of it went back', async () => {
    const { payment, order } = await capturedPayment(world, shop);
    await ask(refund, { paymentId: payment.id, reason: 'all' });
    await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'REFUNDED' });
    expect(await ask('startPayment', { orderId: order.id, method: 'CARD' })).toMatchObject({ __typename: 'OrderAlreadyPaid', paymentId: payment.id });
  });

  it('goes back to the last kopeck when the order asks for goods whose price was cut by hand', async () => {
    const { payment, order } = await capturedPayment(world, shop);
    await ask(refund, { paymentId: payment.id, amount: 1_01, reason: 'sorry' });
    await untilPayment(world, shop, { id: payment.id, is: ({ refunded }) => refunded.amount === 1_01 });
    await giveBack(order);
    const over = await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'REFUNDED' });
    expect([over.refunded.amount, over.reviewReason]).toEqual([order.total, null]);
    expect(await bankDifferences(world, shop, payment.id)).toEqual([]);
    expect((await eventsOf(world, payment.id)).filter(({ type }) => type === 'PaymentRefunded').map(({ body }) => body['byLines'])).toEqual([false, true]);
  });

  it('is shown to a person when the bank refuses to give it back and nobody would ask again', async () => {
    const { payment, order } = await capturedPayment(world, shop);
    shop.bank.control.setFaults({ failRefunds: { times: 1 } });
    await giveBack(order);
    const stuck = await untilPayment(world, shop, { id: payment.id, is: ({ reviewReason }) => reviewReason !== null });
    expect(stuck).toMatchObject({ state: 'CAPTURED', refundPending: { amount: 0 } });
    expect(await eventTypes(world, payment.id)).toContain('PaymentNeedsReview');
  });
});
