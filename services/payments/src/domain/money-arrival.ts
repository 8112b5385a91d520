import type { OperationId } from '@paygraph/shared/ids';
import { zero, type Minor } from '@paygraph/shared/money';
import { booked, emitted, moved, scheduled, unchanged, withOperation, withPayment, type Change } from './change';
import { cardBindingReceived, paymentAuthorized, paymentCaptured, paymentNeedsReview, paymentSurplusFound, type SealedBinding } from './events';
import { capabilityOf, type ContractFacts, type OrderFacts } from './facts';
import { holdEndOf, msUntilAction } from './hold-clock';
import * as ledger from './ledger';
import { newOperation } from './operation';
import type { Payment, Snapshot } from './payment';
import { wholeOrder } from './request-capture';
import { advance, holdClock } from './work';

/** Money that the provider has for us. `held`: frozen, to be captured; otherwise already taken. */
export type Arrival = Readonly<{
  providerPaymentId: string;
  amount: Minor;
  held: boolean;
  heldUntil: Date | null;
  at: Date;
  binding: SealedBinding | null;
}>;
export type ArrivalContext = Readonly<{
  order: OrderFacts;
  contract: ContractFacts;
  /** Another payment of the order has the buyer's money, or had it and gave it back whole. */
  paidOtherwise: boolean;
  operationIds: Readonly<{ arrived: OperationId; taken: OperationId }>;
  now: Date;
}>;
export type ArrivalOutcome = 'authorized' | 'known' | 'surplus' | 'wrong-sum';

const isKnown = ({ operations }: Snapshot, { providerPaymentId }: Arrival): boolean =>
  operations.some((operation) => (operation.kind === 'authorize' || operation.kind === 'surplus') && operation.providerPaymentId === providerPaymentId);

const taken = (change: Change, { order, operationIds }: ArrivalContext): Change => {
  const capture = newOperation({
    id: operationIds.taken, kind: 'capture', state: 'succeeded', amount: change.payment.amount, origin: 'provider', reason: 'the provider takes money in one step',
    children: wholeOrder(order), providerPaymentId: change.payment.providerPaymentId,
  });
  const captured = moved(withOperation(change, capture), 'capture');
  if (!captured.ok) return change;
  return booked(emitted(captured.value, paymentCaptured(change.payment, capture)), ledger.captured(capture.id, order, { children: capture.children, released: zero }));
};

const withHold = (payment: Payment, arrival: Arrival, contract: ContractFacts): Date | null =>
  arrival.held ? holdEndOf({ authorizedAt: arrival.at, holdDays: capabilityOf(contract, payment.method).holdDays, providerUntil: arrival.heldUntil }) : payment.holdExpiresAt;

/**
 * Tells of the card that came bound with the payment's money, once, with the buyer's consent as it stands. It need not come with the
 * first word of the money: a look at the page may have been faster than the notification that carries the card.
 */
export const bindingTold = (change: Change, { providerPaymentId, binding }: Pick<Arrival, 'providerPaymentId' | 'binding'>): Change => {
  const { payment } = change;
  if (!binding || payment.bindingTold || payment.providerPaymentId !== providerPaymentId) return change;
  const event = cardBindingReceived(payment, binding);
  return event ? emitted(withPayment(change, { bindingTold: true }), event) : change;
};

const authorized = (snapshot: Snapshot, arrival: Arrival, context: ArrivalContext): Change | null => {
  const allowed = moved(unchanged(snapshot), 'authorize');
  if (!allowed.ok) return null;
  const { providerPaymentId, amount } = arrival;
  const arrived = { id: context.operationIds.arrived, kind: 'authorize', state: 'succeeded', amount, providerPaymentId, origin: 'provider', reason: 'the buyer paid' } as const;
  const holdExpiresAt = withHold(snapshot.payment, arrival, context.contract);
  const opened = withPayment(withOperation(allowed.value, arrived), { providerPaymentId, holdExpiresAt, declineReason: null });
  const told = emitted(opened, paymentAuthorized(opened.payment, providerPaymentId));
  const known = booked(bindingTold(told, arrival), ledger.authorized(arrived.id, amount));
  if (!arrival.held || !holdExpiresAt) return taken(known, context);
  return scheduled(known, holdClock(known.payment, msUntilAction(holdExpiresAt, context.contract.settings.holdExpiryLeadSeconds, context.now)));
};

const surplus = (snapshot: Snapshot, { providerPaymentId, amount }: Arrival, { operationIds }: ArrivalContext): Change => {
  const fact = { id: operationIds.arrived, kind: 'surplus', state: 'succeeded', amount, providerPaymentId, origin: 'provider', reason: 'paid although nothing was due' } as const;
  const back = { id: operationIds.taken, kind: 'return_surplus', amount, providerPaymentId, origin: 'repair', reason: 'the surplus goes back' } as const;
  const change = withOperation(withOperation(unchanged(snapshot), fact), back);
  const told = emitted(change, paymentSurplusFound(change.payment, amount, providerPaymentId));
  return scheduled(booked(told, ledger.surplusArrived(fact.id, amount)), advance(change.payment));
};

export const wrongSum = (providerPaymentId: string): string => `the provider's payment ${providerPaymentId} has another sum than was asked`;

/** A person was told of this payment at the provider, which is not for the sum that was asked: another look brings nothing new. */
export const isToldAsWrong = ({ payment }: Snapshot, providerPaymentId: string): boolean => payment.reviewReason === wrongSum(providerPaymentId);

/** A reason a person has to see; told once, not with every repeat. */
export const reviewed = (change: Change, reason: string): Change =>
  change.payment.reviewReason === reason ? change : emitted(withPayment(change, { reviewReason: reason }), paymentNeedsReview(change.payment, reason));

/**
 * The one way in for money, whoever told of it and however often. The first payment that is due becomes the authorization, whatever
 * else arrives under our number is a surplus that goes back, and a wrong sum changes nothing but asks for a person.
 */
export const moneyArrived = (snapshot: Snapshot, arrival: Arrival, context: ArrivalContext): { outcome: ArrivalOutcome; change: Change } => {
  if (isKnown(snapshot, arrival)) return { outcome: 'known', change: bindingTold(unchanged(snapshot), arrival) };
  if (arrival.amount !== snapshot.payment.amount) {
    return { outcome: 'wrong-sum', change: reviewed(unchanged(snapshot), wrongSum(arrival.providerPaymentId)) };
  }
  const isDue = !context.paidOtherwise && !context.order.cancelled;
  const change = isDue ? authorized(snapshot, arrival, context) : null;
  return change ? { outcome: 'authorized', change } : { outcome: 'surplus', change: surplus(snapshot, arrival, context) };
};
