import { completeWork, rescheduleWork, type DueWork } from '@paygraph/shared/messaging/due-work';
import type { Tx } from '@paygraph/shared/db/sql';
import { nextStep, type Operation } from '../domain/operation';
import type { Snapshot } from '../domain/payment';
import { contractOfPayment } from '../storage/contracts';
import { lockPayment } from '../storage/payments';
import { pauseFor, type Deps } from './deps';
import { inquireCall } from './inquire-call';
import { needsRefundsBefore, type Step } from './clear-call';
import { makeCall, markSent } from './make-call';
import { openProvider } from './open-provider';

const pauseBefore = (deps: Deps, { state, inquiries, attempts }: Operation): number => {
  if (state === 'accepted') return pauseFor(deps, 'accepted', inquiries);
  if (state !== 'requested') return pauseFor(deps, 'inquiry', inquiries);
  return attempts === 0 ? 0 : pauseFor(deps, 'notSent', attempts - 1);
};

/** Ends the piece of work, or keeps it for the payment's next call. In the same transaction as what was just saved. */
export const goOn = async (tx: Tx, work: DueWork, { deps, after }: { deps: Deps; after: Snapshot }): Promise<void> => {
  const next = nextStep(after.operations);
  if (next) await rescheduleWork(tx, work, { dueInMs: pauseBefore(deps, next.operation) });
  else await completeWork(tx, work);
};

type Taken = Step & Readonly<{ do: 'inquire' | 'call' }>;

/** What to do now, decided under the lock. A call that needs no look beforehand is marked as sent in this same transaction. */
const takeStep = async (tx: Tx, deps: Deps, work: DueWork): Promise<Taken | null> => {
  const [locked, contract] = await Promise.all([lockPayment(tx, work.ref), contractOfPayment(tx, work.ref)]);
  const next = locked && nextStep(locked.operations);
  if (!locked || !next) {
    await completeWork(tx, work);
    return null;
  }
  const opened = await openProvider(deps, work, contract);
  const isReady = next.do === 'call' && !needsRefundsBefore(next.operation);
  const operation = isReady ? await markSent(tx, locked, { operation: next.operation, knownRefs: [] }) : next.operation;
  return { do: next.do, snapshot: locked, operation, opened };
};

/**
 * One step of a payment's calls: an unsettled call is asked after, else the next one is made, else there is nothing left to do.
 * One row of work a payment makes the calls of a payment queue up behind an unknown one.
 */
export const advancePayment = (deps: Deps) => async (work: DueWork): Promise<void> => {
  const takenAt = performance.now();
  const step = await deps.db.transaction(work.merchantId, (tx) => takeStep(tx, deps, work));
  if (step) await (step.do === 'call' ? makeCall(deps, work, { ...step, takenAt }) : inquireCall(deps, work, step));
};
