import type { OperationId } from '@paygraph/shared/ids';
import { minor, zero } from '@paygraph/shared/money';
import { ok, type Result } from '@paygraph/shared/result';
import { amountsOf } from './amounts';
import { booked, emitted, moved, scheduled, unchanged, withOperation, withPayment, type Change, type NotAllowed } from './change';
import { paymentCaptured, paymentDeclined, paymentVoided } from './events';
import { capabilityOf, type ContractFacts, type OrderFacts } from './facts';
import { holdEndOf, msUntilAction } from './hold-clock';
import * as ledger from './ledger';
import { wrongSum } from './money-arrival';
import { isCall, isFinal, newOperation } from './operation';
import type { Snapshot } from './payment';
import type { ProviderPayment } from './provider';
import { wholeOrder } from './request-capture';
import { holdClock } from './work';

/** The provider let a hold go that nobody here voided: the books follow the money. */
export const releaseObserved = (snapshot: Snapshot, operationId: OperationId): Result<Change, NotAllowed> => {
  const { authorized } = amountsOf(snapshot.operations);
  const operation = newOperation({
    id: operationId, kind: 'void', state: 'succeeded', amount: authorized, origin: 'provider', reason: 'the provider gave the hold back by itself',
    providerPaymentId: snapshot.payment.providerPaymentId,
  });
  const voided = moved(withOperation(unchanged(snapshot), operation), 'void');
  if (!voided.ok) return voided;
  return ok(booked(emitted(voided.value, paymentVoided(snapshot.payment, operation)), ledger.voided(operationId, authorized)));
};

/** The provider took the whole hold at the end of its term. */
export const captureObserved = (snapshot: Snapshot, order: OrderFacts, operationId: OperationId): Result<Change, NotAllowed> => {
  const { authorized } = amountsOf(snapshot.operations);
  const operation = newOperation({
    id: operationId, kind: 'capture', state: 'succeeded', amount: authorized, origin: 'provider', reason: 'the provider took the hold at the end of its term',
    children: wholeOrder(order), providerPaymentId: snapshot.payment.providerPaymentId,
  });
  const captured = moved(withOperation(unchanged(snapshot), operation), 'capture');
  if (!captured.ok) return captured;
  const movement = ledger.captured(operationId, order, { children: operation.children, released: zero });
  return ok(booked(emitted(captured.value, paymentCaptured(snapshot.payment, operation)), movement));
};

/** Nobody paid while the page was open, and the provider says that it is closed. */
export const pageExpired = (snapshot: Snapshot): Result<Change, NotAllowed> => {
  const declined = moved(unchanged(snapshot), 'decline');
  if (!declined.ok) return declined;
  return ok(emitted(withPayment(declined.value, { declineReason: 'expired' }), paymentDeclined(snapshot.payment, 'expired')));
};

export type HoldNews = Readonly<{ heldUntil: Date; at: Date; contract: ContractFacts; now: Date }>;

/** A hold that turns out to end earlier than was thought gets an earlier clock. */
export const holdShortened = (snapshot: Snapshot, { heldUntil, at, contract, now }: HoldNews): Change => {
  const { holdExpiresAt } = snapshot.payment;
  const end = holdEndOf({ authorizedAt: at, holdDays: capabilityOf(contract, snapshot.payment.method).holdDays, providerUntil: heldUntil });
  if (snapshot.payment.state !== 'authorized' || !holdExpiresAt || end >= holdExpiresAt) return unchanged(snapshot);
  const change = withPayment(unchanged(snapshot), { holdExpiresAt: end });
  return scheduled(change, holdClock(change.payment, msUntilAction(end, contract.settings.holdExpiryLeadSeconds, now)));
};

/** What differs between the provider's word on a payment we know and our books; null when they agree or a call of ours is still open. */
export const disagreement = ({ payment, operations }: Snapshot, seen: ProviderPayment): string | null => {
  if (seen.reference !== payment.id) return `the provider's payment ${seen.id} carries another number than ours`;
  if (seen.amount !== payment.amount) return wrongSum(seen.id);
  if (seen.id !== payment.providerPaymentId) return null;
  if (operations.some((operation) => isCall(operation.kind) && !isFinal(operation))) return null;
  const { released, refunded } = amountsOf(operations);
  const returned = minor(released + refunded);
  if (seen.returned > returned) return `the provider returned ${seen.returned} kopecks, our books know of ${returned}`;
  return ['declined', 'pending'].includes(seen.state) ? `the provider shows the payment as ${seen.state} although its money was reported` : null;
};
