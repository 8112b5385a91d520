import { bodyHashOf, identityHeader, signIdentity, type Actor } from '@paygraph/shared/identity';
import { newId } from '@paygraph/shared/ids';
import { eventually } from '@paygraph/shared/testing/eventually';
import type { PlacedOrder, Shop } from './shop';
import { identityKeys, type World } from './world';

type Sum = Readonly<{ amount: number }>;
export type ShownOperation = Readonly<{ id: string; kind: string; state: string; amount: Sum; released: Sum; failure: string | null; requestId: string | null }>;
export type ShownPayment = Readonly<{
  id: string; state: string; pageUrl: string | null; amount: Sum; authorized: Sum; captured: Sum; released: Sum; refunded: Sum; refundPending: Sum;
  declineReason: string | null; reviewReason: string | null; providerPaymentId: string | null; holdExpiresAt: string | null; operations: readonly ShownOperation[];
}>;
export type Answer = Readonly<{ data?: Record<string, unknown> | null; errors?: readonly { message: string; extensions: Record<string, unknown> }[] }>;
/** The member of a result union, as far as these tests look into it. */
export type Result = Readonly<{ __typename: string; payment?: ShownPayment; code?: string; field?: string; state?: string; available?: Sum; paymentId?: string; explanation?: string[] }>;

export const paymentFields = `
  id state pageUrl declineReason reviewReason providerPaymentId holdExpiresAt amount { amount } authorized { amount } captured { amount } released { amount }
  refunded { amount } refundPending { amount } operations { id kind state amount { amount } released { amount } failure requestId }`;

export const actorOf = ({ merchantId }: Pick<Shop, 'merchantId'>, role: Actor['role'] = 'ADMIN', over: Partial<Actor> = {}): Actor =>
  ({ role, merchantId, subject: 'tester', expiresAt: Date.now() + 600_000, ...over });

/** One GraphQL request to the service, signed as the gateway would sign it. */
export const ask = async (world: World, actor: Actor, { query, variables = {} }: { query: string; variables?: object }): Promise<Answer> => {
  const body = JSON.stringify({ query, variables });
  const signed = signIdentity({ actor, keys: identityKeys, audience: 'payments', method: 'POST', path: '/graphql', bodyHash: bodyHashOf(body), now: new Date() });
  const answer = await fetch(`${world.service().url}/graphql`, { method: 'POST', body, headers: { 'content-type': 'application/json', [identityHeader]: signed } });
  return (await answer.json()) as Answer;
};

const nameOf = (mutation: string): string => `${mutation[0]?.toUpperCase()}${mutation.slice(1)}`;

/** Runs a mutation and gives its one result. @throws when the graph answers with errors. */
export const mutate = async (world: World, actor: Actor, { mutation, input }: { mutation: string; input: object }): Promise<Result> => {
  const query = `mutation ($input: ${nameOf(mutation)}Input!) { result: ${mutation}(input: $input) {
    __typename ... on Error { code message } ... on ${nameOf(mutation)}Success { payment { ${paymentFields} } }
    ... on ValidationFailed { field } ${mutation === 'startPayment' ? '... on OrderAlreadyPaid { paymentId } ... on NoSuitableContract { explanation }' : mutation === 'settleOperation' ? '... on OperationNotInDoubt { state }' : '... on PaymentNotAllowedNow { state }'}
    ${['capturePayment', 'refundPayment'].includes(mutation) ? '... on AmountTooLarge { available { amount } }' : ''} } }`;
  const { data, errors } = await ask(world, actor, { query, variables: { input } });
  if (!data?.['result']) throw new Error(JSON.stringify(errors));
  return data['result'] as Result;
};

export const readPayment = async (world: World, shop: Shop, id: string): Promise<ShownPayment> => {
  const { data, errors } = await ask(world, actorOf(shop), { query: `query ($id: ID!) { payment(id: $id) { ${paymentFields} } }`, variables: { id } });
  if (!data?.['payment']) throw new Error(`No payment: ${JSON.stringify(errors)}`);
  return data['payment'] as ShownPayment;
};

/** Waits until the payment is as the check wants it; the error shows how it stands instead. */
export const untilPayment = (world: World, shop: Shop, { id, is, withinMs }: { id: string; is: (payment: ShownPayment) => boolean; withinMs?: number }): Promise<ShownPayment> =>
  eventually(async () => {
    const payment = await readPayment(world, shop, id);
    if (!is(payment)) throw new Error(`The payment stands otherwise: ${JSON.stringify(payment)}`);
    return payment;
  }, withinMs);

/** Starts a payment of an order; `input` adds to the mutation's input. */
export const start = async (world: World, shop: Shop, { id, input = {} }: PlacedOrder & { input?: object }): Promise<ShownPayment> => {
  const result = await mutate(world, actorOf(shop), { mutation: 'startPayment', input: { idempotencyKey: newId(), orderId: id, method: 'CARD', ...input } });
  if (!result.payment) throw new Error(JSON.stringify(result));
  return result.payment;
};

/** The invoice behind a page's address. */
export const invoiceOf = ({ pageUrl }: ShownPayment): string => /\/bill\/(\d+)\//.exec(pageUrl ?? '')?.[1] ?? '';

/** An order, its payment, and the buyer who paid it; resolves when the hold, or the taken money, is in the books. */
export const paidPayment = async (world: World, shop: Shop, { order, state = 'AUTHORIZED' }: { order?: PlacedOrder; state?: string } = {}) => {
  const placed = order ?? (await shop.placeOrder());
  const started = await start(world, shop, placed);
  await shop.bank.control.pay({ invoiceId: invoiceOf(started), outcome: 'success' });
  const payment = await untilPayment(world, shop, { id: started.id, is: (now) => now.state === state });
  return { order: placed, payment };
};

export const capturedPayment = async (world: World, shop: Shop, totals?: readonly (readonly number[])[]) => {
  const { order, payment } = await paidPayment(world, shop, { order: await shop.placeOrder(totals) });
  await mutate(world, actorOf(shop), { mutation: 'capturePayment', input: { idempotencyKey: newId(), paymentId: payment.id } });
  return { order, payment: await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'CAPTURED' }) };
};
