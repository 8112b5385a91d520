import { rescheduleWork, type DueHandler } from '@paygraph/shared/messaging/due-work';
import type { Deps } from './deps';
import { ContractRests } from './open-provider';

/** Work whose contract rests, or has no place free, comes again later, spread out a little so that a backlog is no storm. No payment fails for it. */
export const resting = ({ db, visits }: Pick<Deps, 'db' | 'visits'>, handler: DueHandler): DueHandler => async (work) => {
  try {
    await handler(work);
  } catch (error) {
    if (!(error instanceof ContractRests)) throw error;
    const dueInMs = error.comeBackInMs * (1 + Math.random() / 2);
    await db.transaction(work.merchantId, (tx) => rescheduleWork(tx, work, { dueInMs }));
  } finally {
    visits.leave(work);
  }
};
