import { err, ok, type Result } from '@paygraph/shared/result';
import { emitted, scheduled, unchanged, withPayment, type Change } from './change';
import type { PaymentError } from './errors';
import { paymentOperationSettledByHand } from './events';
import { isFinal, type Operation } from './operation';
import type { Snapshot } from './payment';
import { settled, type Outcome, type SettleContext } from './settle';
import { advanceAfterHand } from './work';

/** A person's word on what became of a call. `by` is who gave it. */
export type HandWord = Readonly<{ outcome: 'succeeded' | 'failed'; reason: string; by: string }>;

const outcomeOf = ({ outcome, reason }: HandWord): Outcome =>
  outcome === 'succeeded' ? { kind: 'done', ref: null } : { kind: 'failed', reason: `settled by hand: ${reason}`, attended: true };

const inDoubt = (operation: Operation): boolean => operation.doubt !== null && operation.state !== 'requested' && !isFinal(operation);

/** A doubt that is over is no longer a reason to look at the payment. */
const withoutReview = (change: Change, { doubt }: Operation): Change => (change.payment.reviewReason === doubt ? withPayment(change, { reviewReason: null }) : change);

/**
 * Ends an operation of which the provider's word makes no sense, by the word of a person who looked there. It means for books, events
 * and waiting calls what the same answer of the provider would mean. Only what is in doubt can be settled so.
 */
export const settledByHand = (snapshot: Snapshot, operation: Operation, { word, context }: { word: HandWord; context: SettleContext }): Result<Change, PaymentError> => {
  if (!inDoubt(operation)) return err({ kind: 'OperationNotInDoubt', state: operation.state });
  if (operation.kind === 'open_page' && word.outcome === 'succeeded') {
    return err({ kind: 'CannotSettle', field: 'outcome', rule: 'A page that nobody knows the address of cannot be used: settle it as FAILED, the buyer then begins anew.' });
  }
  const told = emitted(unchanged(snapshot), paymentOperationSettledByHand(snapshot.payment, operation, word));
  const done = settled(told, operation, { outcome: outcomeOf(word), context });
  if (!done.ok) return err({ kind: 'OperationNotInDoubt', state: operation.state });
  const change = { ...done.value, events: [...told.events, ...done.value.events] };
  return ok(scheduled(withoutReview(change, operation), advanceAfterHand(change.payment, operation)));
};
