import { newId } from '@paygraph/shared/ids';
import { actorOf, ask, capturedPayment, mutate, start, untilPayment, type ShownPayment } from '../testing/ask';
import { reverseByHand } from '../testing/cabinet';
import { brokenBooks, eventsOf } from '../testing/oracle';
import { openShop, type Shop } from '../testing/shop';
import { startWorld, type World } from '../testing/world';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await startWorld({ certainty: { absencesNeeded: 2, absenceAgeMs: 60, inquiriesBeforeReview: 4 } });
  shop = await openShop(world);
}, 60_000);
afterAll(async () => {
  await shop.stop();
  await world.stop();
});
afterEach(async () => expect(await brokenBooks(world)).toEqual([]));

const reverse = '/change/payment/reverse/';
const settle = (input: object, role: 'ADMIN' | 'OPERATOR' | 'INTEGRATION' = 'ADMIN') =>
  mutate(world, actorOf(shop, role, { subject: 'anna' }), { mutation: 'settleOperation', input: { idempotencyKey: newId(), reason: 'the cabinet shows nothing', outcome: 'FAILED', ...input } });
const refund = (paymentId: string, amount: number) =>
  mutate(world, actorOf(shop), { mutation: 'refundPayment', input: { idempotencyKey: newId(), paymentId, amount, reason: 'asked' } });
const operationOf = (payment: ShownPayment, of: string) => payment.operations.find(({ kind }) => kind === of)?.id ?? '';

/** The request for a refund is lost, and somebody gives another sum back in the cabinet: the bank's books fit neither story. */
const contradicted = async (): Promise<ShownPayment> => {
  const { payment } = await capturedPayment(world, shop);
  shop.bank.control.setFaults({ loseRequest: { endpoint: reverse, times: 1 }, error5xx: { endpoint: '/info/payments/byid/' } });
  await refund(payment.id, 55_00);
  await untilPayment(world, shop, { id: payment.id, is: ({ operations }) => operations.some(({ state }) => state === 'UNKNOWN') });
  await reverseByHand(shop, { id: payment.providerPaymentId ?? '', amount: '20.00', partial: 'true' });
  shop.bank.control.clearFaults();
  return untilPayment(world, shop, { id: payment.id, is: ({ reviewReason }) => reviewReason?.includes('another sum') ?? false });
};

describe('an operation that the bank contradicts itself about', () => {
  it('is settled as failed by an administrator: the books stay, the calls behind it go on, and the log says who and why', async () => {
    const payment = await contradicted();
    const operationId = operationOf(payment, 'REFUND');
    await refund(payment.id, 10_00);
    const settled = await settle({ paymentId: payment.id, operationId });
    expect(settled.payment?.operations.find(({ id }) => id === operationId)).toMatchObject({ state: 'FAILED', failure: 'settled by hand: the cabinet shows nothing' });
    await untilPayment(world, shop, { id: payment.id, is: ({ refunded, refundPending }) => refunded.amount === 10_00 && refundPending.amount === 0, withinMs: 4_000 });
    const told = (await eventsOf(world, payment.id)).filter(({ body }) => body['operationId'] === operationId).map(({ type, body }) => [type, body['outcome'], body['by'], body['reason']]);
    expect(told.slice(-2)).toEqual([
      ['PaymentOperationSettledByHand', 'failed', 'anna', 'the cabinet shows nothing'],
      ['PaymentOperationFailed', undefined, undefined, 'settled by hand: the cabinet shows nothing'],
    ]);
    const log = await world.owner.query(`SELECT action, request, outcome FROM provider_call WHERE operation_id = $1 AND direction = 'hand'`, [operationId]);
    expect(log).toEqual([{ action: 'refund', request: { by: 'anna', outcome: 'failed', reason: 'the cabinet shows nothing' }, outcome: 'settled by hand' }]);
    expect(settled.payment?.reviewReason).toBeNull();
  }, 60_000);

  it('is settled as done: told, booked and balanced as if the bank had said so, once for a key', async () => {
    const payment = await contradicted();
    const input = { paymentId: payment.id, operationId: operationOf(payment, 'REFUND'), outcome: 'SUCCEEDED', idempotencyKey: newId() };
    for (let times = 0; times < 2; times += 1) expect((await settle(input)).payment).toMatchObject({ state: 'PARTIALLY_REFUNDED', refunded: { amount: 55_00 } });
    expect((await eventsOf(world, payment.id)).filter(({ type }) => type === 'PaymentRefunded')).toHaveLength(1);
    expect(await settle({ ...input, outcome: 'FAILED' })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await settle({ ...input, idempotencyKey: newId() })).toMatchObject({ __typename: 'OperationNotInDoubt', state: 'SUCCEEDED' });
  }, 60_000);

  it('is settled by nobody else, and never by a word about nothing', async () => {
    const payment = await contradicted();
    const input = { paymentId: payment.id, operationId: operationOf(payment, 'REFUND') };
    for (const role of ['OPERATOR', 'INTEGRATION'] as const) expect(await settle(input, role)).toMatchObject({ __typename: 'Forbidden' });
    expect(await settle({ ...input, reason: ' ' })).toMatchObject({ __typename: 'ValidationFailed', field: 'reason' });
    expect(await settle({ ...input, operationId: newId() })).toMatchObject({ __typename: 'NotFound' });
    expect(await settle({ ...input, paymentId: newId() })).toMatchObject({ __typename: 'NotFound' });
    await settle(input);
  }, 60_000);
});

describe('an operation that is not in doubt', () => {
  it('is not settled by hand: neither one that is done nor one that the bank is still asked about', async () => {
    const { payment } = await capturedPayment(world, shop);
    expect(await settle({ paymentId: payment.id, operationId: operationOf(payment, 'CAPTURE') })).toMatchObject({ __typename: 'OperationNotInDoubt', state: 'SUCCEEDED' });
    shop.bank.control.setFaults({ loseAnswer: { endpoint: reverse, times: 1 }, error5xx: { endpoint: '/info/payments/byid/' } });
    await refund(payment.id, 55_00);
    const unknown = await untilPayment(world, shop, { id: payment.id, is: ({ operations }) => operations.some(({ state }) => state === 'UNKNOWN') });
    expect(await settle({ paymentId: payment.id, operationId: operationOf(unknown, 'REFUND') })).toMatchObject({ __typename: 'OperationNotInDoubt', state: 'UNKNOWN' });
    shop.bank.control.clearFaults();
    await untilPayment(world, shop, { id: payment.id, is: ({ refunded }) => refunded.amount === 55_00 });
  }, 60_000);

  it('comes into doubt when the bank hides it for long: a page that nobody can find may then be given up, but not called done', async () => {
    shop.bank.control.setFaults({ loseRequest: { endpoint: '/change/invoice/preview/', times: 1 }, error5xx: { endpoint: '/info/invoice/search/' } });
    const started = await start(world, shop, await shop.placeOrder());
    const { operations } = await untilPayment(world, shop, { id: started.id, is: ({ reviewReason }) => reviewReason?.includes('still unknown') ?? false, withinMs: 10_000 });
    const input = { paymentId: started.id, operationId: operations[0]?.id };
    const { data } = await ask(world, actorOf(shop), { query: 'query ($id: ID!) { payment(id: $id) { operations { doubt } } }', variables: { id: started.id } });
    expect(data).toEqual({ payment: { operations: [{ doubt: 'the outcome of open_page is still unknown after many questions' }] } });
    expect(await settle({ ...input, outcome: 'SUCCEEDED' })).toMatchObject({ __typename: 'ValidationFailed', field: 'outcome' });
    expect((await settle(input)).payment).toMatchObject({ state: 'DECLINED', declineReason: 'provider_refused' });
    shop.bank.control.clearFaults();
  }, 60_000);
});
