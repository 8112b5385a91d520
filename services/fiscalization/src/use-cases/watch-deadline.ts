import type { Database } from '@paygraph/shared/db/database';
import type { Log } from '@paygraph/shared/log';
import { completeWork, type DueWork } from '@paygraph/shared/messaging/due-work';
import { markOverdue } from '../storage/registration';
import type { DeadlineWork } from './work';

/** Tells people, once, about a receipt that was not registered in time: a receipt not printed is a fine. */
export const watchDeadline =
  ({ db, log }: { db: Database; log: Log }) =>
  async (work: DueWork<DeadlineWork>): Promise<void> => {
    const overdue = await db.transaction(work.merchantId, async (tx) => {
      const marked = await markOverdue(tx, work.payload.receiptId);
      await completeWork(tx, work);
      return marked;
    });
    if (overdue) log.error({ receiptId: work.payload.receiptId }, 'a receipt is overdue: it is still not registered');
  };
