import type { Gate } from '@paygraph/shared/gate';
import type { DueWork } from '@paygraph/shared/messaging/due-work';

/** Which pieces of work are at which contract now. */
export type Visits = Readonly<{
  /** Zero when the work may go to its contract; else milliseconds after which to come again. A transaction that is tried again asks twice and enters once. */
  enter(work: DueWork, contractId: string): number;
  leave(work: DueWork): void;
}>;

export const createVisits = (gate: Gate): Visits => {
  const leaving = new Map<string, () => void>();
  return {
    enter: ({ id, fence }, contractId) => {
      if (leaving.has(`${id} ${fence}`)) return 0;
      const admission = gate.enter(contractId);
      if ('comeBackInMs' in admission) return admission.comeBackInMs;
      // The breaker hears of each call by itself: a visit may make several, or none.
      leaving.set(`${id} ${fence}`, () => admission.leave('not-asked'));
      return 0;
    },
    leave: ({ id, fence }) => {
      leaving.get(`${id} ${fence}`)?.();
      leaving.delete(`${id} ${fence}`);
    },
  };
};
