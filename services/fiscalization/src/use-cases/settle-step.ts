import type { Tx } from '@paygraph/shared/db/sql';
import type { Log } from '@paygraph/shared/log';
import { formatMinor } from '@paygraph/shared/money';
import { assertNever } from '@paygraph/shared/result';
import type { RegisterView } from '../domain/cash-register';
import type { LockedReceipt } from '../storage/receipts';
import type { Answer } from './ask-register';
import { change, fail, lose, moved, register } from './change-receipt';
import { pauseAfter, type FiscalSettings } from './settings';
import type { Step } from './take-step';

/** `end`: nothing more to do for this receipt; otherwise come back after so many milliseconds. */
export type Next = 'end' | Readonly<{ dueInMs: number }>;
export type SettleDeps = Readonly<{ settings: FiscalSettings; log: Log }>;
type Settling = LockedReceipt & Readonly<{ deps: SettleDeps; step: Step }>;

const waitFor = (pauses: readonly number[], asks: number): Next => ({ dueInMs: pauseAfter(pauses, asks) });

const accepted = async (tx: Tx, { deps, receipt, step }: Settling, remoteId: string): Promise<Next> => {
  const again = step.ask === 'read';
  await change(tx, again ? { ...receipt, asks: receipt.asks + 1 } : moved(receipt, 'accept', { remoteId, asks: 0, problem: null }));
  return waitFor(deps.settings.pauses.poll, again ? receipt.asks + 1 : 0);
};

const registered = async (tx: Tx, { deps, receipt }: Settling, view: RegisterView & { kind: 'registered' }): Promise<Next> => {
  const differs = view.total !== null && view.total !== receipt.total;
  const problem = differs ? `the register printed ${formatMinor(view.total ?? receipt.total)} instead of ${formatMinor(receipt.total)}; a correction receipt is needed` : null;
  if (problem !== null) deps.log.error({ receiptId: receipt.id, reason: problem }, 'a receipt was printed wrong');
  await register(tx, receipt, { ...view, problem });
  return 'end';
};

const refused = async (tx: Tx, { deps, receipt, step }: Settling, view: RegisterView & { kind: 'refused' }): Promise<Next> => {
  if (step.ask === 'recheck') {
    // The register's own word that nothing was printed is what allows a new key (an old key would only bring the old failure back).
    await change(tx, { ...receipt, remoteId: null, request: null, printKey: `${receipt.id}.${receipt.tries}`, firstSentAt: null, asks: 0 });
    return { dueInMs: 0 };
  }
  deps.log.error({ receiptId: receipt.id, reason: view.reason }, 'the register refused a receipt');
  await fail(tx, receipt, view);
  return 'end';
};

const absent = async (tx: Tx, { deps, receipt, now }: Settling): Promise<Next> => {
  const age = now.getTime() - (receipt.sentAt?.getTime() ?? 0);
  const isOver = age >= deps.settings.absentAfterMs;
  await change(tx, isOver ? moved(receipt, 'findAbsent', { asks: 0 }) : { ...receipt, asks: receipt.asks + 1 });
  return isOver ? { dueInMs: 0 } : waitFor(deps.settings.pauses.ask, receipt.asks);
};

const unanswered = async (tx: Tx, { deps, receipt, step }: Settling, reason: string): Promise<Next> => {
  const { ask, poll } = deps.settings.pauses;
  await change(tx, { ...receipt, asks: receipt.asks + 1, problem: reason });
  return waitFor(step.ask === 'find' ? ask : poll, receipt.asks);
};

const notSent = async (tx: Tx, { deps, receipt, step }: Settling, reason: string): Promise<Next> => {
  const before = step.ask === 'print' ? { sentAt: step.sentBefore, ...(step.look === 'none' ? { firstSentAt: null } : {}) } : {};
  await change(tx, moved(receipt, 'keepUnsent', { ...before, asks: receipt.asks + 1, problem: reason }));
  return waitFor(deps.settings.pauses.unsent, receipt.asks);
};

const lost = async (tx: Tx, { deps, receipt }: Settling, reason: string): Promise<Next> => {
  await lose(tx, receipt, reason);
  return waitFor(deps.settings.pauses.ask, 0);
};

/** Writes down what the register answered and says when to come back. The receipt is locked and as the step left it. */
export const settleStep = (tx: Tx, settling: Settling, answer: Answer): Promise<Next> => {
  switch (answer.kind) {
    case 'in-progress':
      return accepted(tx, settling, answer.remoteId);
    case 'registered':
      return registered(tx, settling, answer);
    case 'refused':
      return refused(tx, settling, answer);
    case 'absent':
      return absent(tx, settling);
    case 'no-answer':
      return unanswered(tx, settling, answer.reason);
    case 'not-sent':
      return notSent(tx, settling, answer.reason);
    case 'unknown':
      return lost(tx, settling, answer.reason);
    default:
      return assertNever(answer);
  }
};
