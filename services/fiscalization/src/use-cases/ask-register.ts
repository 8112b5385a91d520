import { assertNever } from '@paygraph/shared/result';
import type { CashRegister, FindOutcome, PrintOutcome, ReadOutcome } from '../domain/cash-register';
import type { ReachRegister } from './reach-register';
import type { Step } from './take-step';

export type Answer = PrintOutcome | FindOutcome | ReadOutcome;

const findOrder = ({ receipt }: Step, ownIds: readonly string[]) => ({
  printKey: receipt.printKey, paymentRef: receipt.paymentRef, sentAt: receipt.firstSentAt ?? new Date(0), ownIds,
});

/** A refusal is believed only when the register has no receipt of this key: "this key was used already" would be one too. */
const printNow = async (register: CashRegister, step: Step & { ask: 'print' }): Promise<Answer> => {
  const outcome = await register.print(step.request, step.contact);
  if (outcome.kind !== 'refused') return outcome;
  const found = await register.findByKey(findOrder(step, []));
  if (found.kind === 'absent') return outcome;
  return found.kind === 'no-answer' ? { kind: 'unknown', reason: outcome.reason } : found;
};

/** A request that was thought lost may have been carried out while its repeat waited, so a repeat looks for it at the last moment. */
const print = async (register: CashRegister, step: Step & { ask: 'print' }): Promise<Answer> => {
  if (step.look === 'none') return printNow(register, step);
  const found = await register.findByKey(findOrder(step, step.ownIds));
  if (found.kind === 'absent' || (found.kind === 'no-answer' && step.look === 'may')) return printNow(register, step);
  return found.kind === 'no-answer' ? { kind: 'not-sent', reason: `not repeated unseen: ${found.reason}` } : found;
};

const ask = (register: CashRegister, step: Step): Promise<Answer> => {
  switch (step.ask) {
    case 'print':
      return print(register, step);
    case 'find':
      return register.findByKey(findOrder(step, step.ownIds));
    case 'read':
    case 'recheck':
      return register.read(step.remoteId);
    default:
      return assertNever(step);
  }
};

/** Asks the register what the step wants to know; no transaction is open meanwhile. A register that cannot be opened was not asked. */
export const askRegister = async (reach: ReachRegister, step: Step): Promise<Answer> => {
  const register = await reach(step.register);
  if (register.ok) return ask(register.value, step);
  return { kind: step.ask === 'print' ? 'not-sent' : 'no-answer', reason: register.error.reason };
};

export const reasonOf = (answer: Answer): string | null => ('reason' in answer ? answer.reason : null);
/** Whether the register said anything that makes sense. */
export const isHeard = ({ kind }: Answer): boolean => !['not-sent', 'unknown', 'no-answer'].includes(kind);
