import { once, type IdempotencyError } from '@paygraph/shared/db/idempotency';
import { isUniqueViolation } from '@paygraph/shared/db/errors';
import type { Tx } from '@paygraph/shared/db/sql';
import { newId, type ContractId, type MerchantId, type OperationId, type PaymentId } from '@paygraph/shared/ids';
import { err, ok, type Result } from '@paygraph/shared/result';
import { cartOf } from '../domain/cart';
import { unchanged, withPayment } from '../domain/change';
import type { PaymentError } from '../domain/errors';
import { capabilityOf, type ContractFacts, type Method, type OrderFacts } from '../domain/facts';
import { chooseRoute, type Route } from '../domain/routing';
import type { RoutingFacts } from '../domain/routing-rules';
import { cancelUnpaid } from '../domain/request-void';
import { startPayment } from '../domain/start-payment';
import type { Consent, Payment } from '../domain/payment';
import { liveStates, openStates } from '../domain/payment-state';
import { contractOf, contractsOf } from '../storage/contracts';
import { lockOrder } from '../storage/orders';
import { routingOf } from '../storage/routing';
import { lockPayment, type Locked } from '../storage/payments';
import { currentPaymentOf, refundedPaymentOf } from '../storage/reads';
import { saveChange } from '../storage/save-change';
import { awaitOrder, isOfAnother } from './await-order';
import type { Deps } from './deps';
import { waitForPage } from './wait-for-page';

export type StartAsk = Readonly<{
  merchantId: MerchantId;
  /** Set when a buyer asks: only an order of this buyer exists for him. */
  customerId?: string;
  idempotencyKey: string;
  orderId: string;
  method: Method;
  contractId?: ContractId;
  returnUrl?: string;
  saveCard?: Readonly<{ wordingVersion: string }>;
}>;
type Started = Readonly<{ paymentId: PaymentId }>;
export type StartError = PaymentError | IdempotencyError;

const orderProblem = (order: OrderFacts, ask: StartAsk): PaymentError | null => {
  if (isOfAnother(order, ask)) return { kind: 'OrderNotFound', orderId: ask.orderId };
  if (order.cancelled) return { kind: 'OrderCancelled', orderId: order.id };
  return order.total === 0 ? { kind: 'BadAmount', field: 'orderId', rule: 'an order that costs nothing needs no payment' } : null;
};

type Known = Readonly<{ order: OrderFacts; contracts: readonly ContractFacts[]; routing: RoutingFacts }>;

const route = ({ providers }: Deps, ask: StartAsk, { order, ...known }: Known): Result<Route, PaymentError> => {
  const chosen = chooseRoute({ ...known, cart: cartOf(order), method: ask.method, wanted: ask.contractId, providers: providers.codes, answers: providers.answers });
  if (chosen.ok && ask.saveCard && !capabilityOf(chosen.value.contract, ask.method).saved) return err({ kind: 'CannotDo', capability: 'savedCards' });
  return chosen;
};

const isSameWish = (payment: Payment, ask: StartAsk, now: Date): boolean =>
  payment.method === ask.method && (ask.contractId === undefined || ask.contractId === payment.contractId) && (payment.pageExpiresAt === null || payment.pageExpiresAt > now);

/** The buyer's newest word on keeping the card decides, also about a page that is open already: a consent that was not repeated is withdrawn. */
const consentOf = ({ saveCard }: StartAsk, { consent, now }: { consent: Consent | null; now: Date }): Consent | null => {
  if (!saveCard) return null;
  return consent?.wordingVersion === saveCard.wordingVersion ? consent : { wordingVersion: saveCard.wordingVersion, givenAt: now };
};

const offerAgain = async (tx: Tx, locked: Locked, ask: StartAsk): Promise<Earlier> => {
  const { payment, now } = locked;
  const contract = await contractOf(tx, payment.contractId);
  if (ask.saveCard && !capabilityOf(contract, payment.method).saved) return err({ kind: 'CannotDo', capability: 'savedCards' });
  const consent = consentOf(ask, { consent: payment.consent, now });
  if (consent !== payment.consent) await saveChange(tx, locked, withPayment(unchanged(locked), { consent }));
  return ok(payment.id);
};

type Earlier = Result<PaymentId | null, PaymentError>;

/** A page that is still open is offered again: two open pages of one order are an invitation to pay twice. */
const settleEarlier = async (tx: Tx, earlier: PaymentId, ask: StartAsk): Promise<Earlier> => {
  const locked = await lockPayment(tx, earlier);
  if (!locked) return ok(null);
  const { payment, now } = locked;
  if (liveStates.includes(payment.state)) return err({ kind: 'OrderAlreadyPaid', orderId: payment.orderId, paymentId: payment.id });
  if (openStates.includes(payment.state) && isSameWish(payment, ask, now)) return offerAgain(tx, locked, ask);
  await saveChange(tx, locked, cancelUnpaid(locked));
  return ok(null);
};

const begin = async (tx: Tx, ask: StartAsk, { order, route: chosen }: { order: OrderFacts; route: Route }): Promise<Started> => {
  const [{ now = new Date() } = {}] = await tx.query<{ now: Date }>(`SELECT clock_timestamp() AS now`);
  const ids = { paymentId: newId<PaymentId>(), operationId: newId<OperationId>() };
  const consent = consentOf(ask, { consent: null, now });
  await saveChange(tx, null, startPayment({ ...ids, order, route: chosen, method: ask.method, returnUrl: ask.returnUrl ?? null, consent, now }));
  return { paymentId: ids.paymentId };
};

const start = async (tx: Tx, deps: Deps, ask: StartAsk): Promise<Result<Started, PaymentError>> => {
  // One round trip; what is read after the order's lock sees what it waited for.
  const [order, earlier, refunded, contracts, routing] = await Promise.all([
    lockOrder(tx, ask.orderId), currentPaymentOf(tx, ask.orderId), refundedPaymentOf(tx, ask.orderId), contractsOf(tx, ask.merchantId), routingOf(tx, ask.merchantId),
  ]);
  if (!order) return err({ kind: 'OrderNotFound', orderId: ask.orderId });
  const problem = orderProblem(order, ask);
  if (problem) return err(problem);
  const before: Earlier = earlier ? await settleEarlier(tx, earlier.id, ask) : ok(null);
  if (!before.ok) return before;
  if (before.value) return ok({ paymentId: before.value });
  if (refunded) return err({ kind: 'OrderAlreadyPaid', orderId: order.id, paymentId: refunded });
  const chosen = route(deps, ask, { order, contracts, routing });
  return chosen.ok ? ok(await begin(tx, ask, { order, route: chosen.value })) : chosen;
};

/**
 * Starts a payment of an order and waits a few seconds for the page's link; the link may also come later. The order's row lock lets
 * only one payment of an order begin at a time.
 */
export const startOrderPayment = async (deps: Deps, ask: StartAsk): Promise<Result<Started, StartError>> => {
  if (!(await awaitOrder(deps, ask))) return err({ kind: 'NotReadyYet', orderId: ask.orderId });
  const { idempotencyKey: key, merchantId, ...input } = ask;
  const place = { merchantId, operation: 'startPayment', key, input };
  const started = await deps.db.transaction(merchantId, (tx) => once<Started, PaymentError>(tx, place, () => start(tx, deps, ask))).catch((error: unknown) => {
    if (isUniqueViolation(error, 'payment_one_open_per_order')) return err<StartError>({ kind: 'NotReadyYet', orderId: ask.orderId });
    throw error;
  });
  if (started.ok) await waitForPage(deps, merchantId, started.value.paymentId);
  return started;
};
