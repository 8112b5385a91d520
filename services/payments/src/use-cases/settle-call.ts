import type { DueWork } from '@paygraph/shared/messaging/due-work';
import { patchedOperation, type Change } from '../domain/change';
import { reviewed } from '../domain/money-arrival';
import { isFinal, type Operation } from '../domain/operation';
import type { Snapshot } from '../domain/payment';
import type { Exchange } from '../domain/provider';
import { settled, type Outcome } from '../domain/settle';
import { logExchanges } from '../storage/calls';
import { orderOf } from '../storage/orders';
import { lockPayment, type Locked } from '../storage/payments';
import { saveChange } from '../storage/save-change';
import { goOn } from './advance-payment';
import { pauseFor, type Deps } from './deps';

export type Settling = Readonly<{
  snapshot: Snapshot;
  operation: Operation;
  exchanges: readonly Exchange[];
  /** Decided under the lock, on the operation as it stands then; null = nothing is known yet. */
  outcome: (operation: Operation, locked: Locked) => Outcome | null;
  /** What to remember until the next question, when nothing is known yet. */
  otherwise?: (change: Change, operation: Operation) => Change;
}>;

const changeOf = async (deps: Deps, locked: Locked, { settling, order }: { settling: Settling; order: Parameters<typeof settled>[2]['context']['order'] }): Promise<Change> => {
  const start: Change = { ...locked, touched: [], events: [], movements: [], work: [] };
  const operation = locked.operations.find(({ id }) => id === settling.operation.id);
  if (!operation) return start;
  const outcome = settling.outcome(operation, locked);
  if (!outcome) return settling.otherwise ? settling.otherwise(start, operation) : start;
  const done = settled(locked, operation, { outcome, context: { order, firstLookMs: pauseFor(deps, 'poll', 0) } });
  if (done.ok) return done.value;
  // The books and the provider tell different stories: nothing is guessed, a person is asked.
  const doubt = `a ${operation.kind} ended as ${outcome.kind} while the payment was ${done.error.state}`;
  // An operation that has ended is over: a worker that comes too late may still tell of the difference, not write it there.
  return reviewed(isFinal(operation) ? start : patchedOperation(start, operation.id, { doubt }), doubt);
};

/** The third step: everything the answer means, and what comes next, in one transaction that only the holder of the work may commit. */
export const settleCall = async (deps: Deps, work: DueWork, settling: Settling): Promise<void> => {
  const { merchantId, id: paymentId, orderId } = settling.snapshot.payment;
  await deps.db.transaction(merchantId, async (tx) => {
    const [locked, order] = await Promise.all([lockPayment(tx, paymentId), orderOf(tx, orderId)]);
    if (!locked) throw new Error(`Payment ${paymentId} of a call is gone`);
    const change = await changeOf(deps, locked, { settling, order });
    await saveChange(tx, locked, change);
    await logExchanges(tx, { merchantId, paymentId, operationId: settling.operation.id }, settling.exchanges);
    await goOn(tx, work, { deps, after: change });
    tx.afterCommit(() => deps.signals.fire(paymentId));
  });
};
