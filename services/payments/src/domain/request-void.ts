import type { OperationId } from '@paygraph/shared/ids';
import { err, ok, type Result } from '@paygraph/shared/result';
import { amountsOf } from './amounts';
import { emitted, moved, operationMoved, scheduled, unchanged, withOperation, withPayment, type Change } from './change';
import type { PaymentError } from './errors';
import { paymentDeclined } from './events';
import type { Origin } from './operation';
import type { Snapshot } from './payment';
import { advance, closePage } from './work';

export type VoidRequest = Readonly<{ operationId: OperationId; requestId: string | null; origin: Origin; reason: string }>;

/** Gives the whole hold back to the buyer; nothing may have been taken from it. */
export const requestVoid = (snapshot: Snapshot, { operationId: id, ...request }: VoidRequest): Result<Change, PaymentError> => {
  const voiding = moved(unchanged(snapshot), 'startVoid');
  if (!voiding.ok) return err({ kind: 'NotVoidable', state: snapshot.payment.state });
  const { authorized: amount } = amountsOf(snapshot.operations);
  const operation = { id, kind: 'void', amount, providerPaymentId: snapshot.payment.providerPaymentId, ...request } as const;
  return ok(scheduled(withOperation(voiding.value, operation), advance(snapshot.payment)));
};

/** A page that nobody asked the provider for yet need not be opened any more. */
const withoutOpening = (change: Change): Change => {
  const waiting = change.operations.find(({ kind, state }) => kind === 'open_page' && state === 'requested');
  const stopped = waiting && operationMoved(change, { operation: waiting, move: 'fail', patch: { failure: 'the payment was cancelled first' } });
  return stopped?.ok ? stopped.value : change;
};

/**
 * Ends a payment whose page nobody has paid yet. The page is closed at the provider at once; money that slips in
 * before that is a surplus and goes back by itself.
 */
export const cancelUnpaid = (snapshot: Snapshot): Change => {
  const cancelled = moved(unchanged(snapshot), 'cancel');
  if (!cancelled.ok) return unchanged(snapshot);
  const change = withPayment(withoutOpening(cancelled.value), { declineReason: 'cancelled_by_buyer' });
  return scheduled(emitted(change, paymentDeclined(change.payment, 'cancelled_by_buyer')), closePage(change.payment));
};
