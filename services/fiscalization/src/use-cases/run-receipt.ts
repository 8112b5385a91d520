import type { CrashPoint } from '@paygraph/shared/crash-points';
import type { Database } from '@paygraph/shared/db/database';
import type { Tx } from '@paygraph/shared/db/sql';
import type { Gate, Visit } from '@paygraph/shared/gate';
import { completeWork, rescheduleWork, type DueWork } from '@paygraph/shared/messaging/due-work';
import { lockReceipt } from '../storage/receipts';
import { logRegisterCall } from '../storage/registration';
import { askRegister, isHeard, reasonOf, type Answer } from './ask-register';
import type { ReachRegister } from './reach-register';
import { settleStep, type Next, type SettleDeps } from './settle-step';
import { takeStep, type Step, type StepDeps } from './take-step';
import type { PrintWork } from './work';

export type RunDeps = StepDeps & SettleDeps & Readonly<{ db: Database; reach: ReachRegister; gate: Gate; crash: CrashPoint }>;

const changedRetryMs = 200;

const finish = (tx: Tx, work: DueWork, next: Next): Promise<void> => (next === 'end' ? completeWork(tx, work) : rescheduleWork(tx, work, next));

/** First transaction: what to ask, with the intent on disk. */
const begin = (deps: RunDeps, work: DueWork<PrintWork>): Promise<Step | undefined> =>
  deps.db.transaction(work.merchantId, async (tx) => {
    const step = await takeStep(tx, deps, work.payload.receiptId);
    if (step === undefined) await completeWork(tx, work);
    return step;
  });

type Heard = Readonly<{ step: Step; answer: Answer; durationMs: number }>;

/** Second transaction: what came of it. A receipt that changed meanwhile is looked at afresh. */
const end = (deps: RunDeps, work: DueWork<PrintWork>, { step, answer, durationMs }: Heard): Promise<void> =>
  deps.db.transaction(work.merchantId, async (tx) => {
    const locked = await lockReceipt(tx, step.receipt.id);
    if (locked === undefined || locked.receipt.state !== step.receipt.state) return finish(tx, work, { dueInMs: changedRetryMs });
    const { receipt } = locked;
    await logRegisterCall(tx, { receipt, operation: step.ask, outcome: answer.kind, reason: reasonOf(answer), durationMs });
    return finish(tx, work, await settleStep(tx, { ...locked, deps, step }, answer));
  });

/** A process that was frozen since it wrote "sent" may have lost its lease: another one has asked after the receipt by now and may be printing it. */
const tooLate = { kind: 'not-sent', reason: 'this process stood still before the receipt could leave' } as const;

const ask = async (deps: RunDeps, step: Step, begunAt: number): Promise<Heard> => {
  const startedAt = performance.now();
  deps.crash('receipt:before-call');
  const isFresh = step.ask !== 'print' || performance.now() - begunAt < deps.settings.leaseMs / 2;
  const answer = isFresh ? await askRegister(deps.reach, step) : tooLate;
  deps.crash('receipt:after-call-before-commit');
  return { step, answer, durationMs: performance.now() - startedAt };
};

/**
 * One step of a receipt's way: write the intent, ask the register with no transaction open, write the outcome. Dying anywhere in between
 * leaves a row that says what must be asked next.
 */
export const runReceipt =
  (deps: RunDeps) =>
  async (work: DueWork<PrintWork>): Promise<void> => {
    const admission = deps.gate.enter(work.payload.cashRegisterId);
    if ('comeBackInMs' in admission) return deps.db.transaction(work.merchantId, (tx) => rescheduleWork(tx, work, { dueInMs: admission.comeBackInMs }));
    let visit: Visit = 'not-asked';
    try {
      const begunAt = performance.now();
      const step = await begin(deps, work);
      if (step === undefined) return;
      const heard = await ask(deps, step, begunAt);
      visit = isHeard(heard.answer) ? 'heard' : 'failed';
      await end(deps, work, heard);
    } finally {
      admission.leave(visit);
    }
  };
