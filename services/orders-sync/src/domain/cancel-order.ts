import { err, ok, type Result } from '@paygraph/shared/result';
import { nextChildStatus } from './child-status';
import type { Change } from './happening';
import { moveChildren } from './move-child';
import { notAllowed, type NotAllowed } from './refusals';

/** Cancels what has not left the warehouse. Money that is held or taken goes back by itself (settlement). */
export const cancelOrder = (change: Change, { reason, at }: { reason: string; at: Date }): Result<Change, NotAllowed> => {
  const live = change.order.children.filter(({ status }) => status !== 'cancelled');
  if (live.length === 0) return err(notAllowed(change.order.status, 'This order is cancelled already.'));
  const gone = live.find(({ status }) => nextChildStatus(status, 'cancel') === null);
  if (gone) return err(notAllowed(gone.status, `Child order ${gone.number} has left the warehouse; request a return of its lines instead.`));
  return ok(moveChildren(change, { event: 'cancel', reason, at }));
};
