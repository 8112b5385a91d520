import type { Operation } from '../domain/operation';
import type { Snapshot } from '../domain/payment';
import type { Answer, Finding, OpenedPage, Trace } from '../domain/provider';
import { givesBack, inquiryAskOf } from './inquiry-ask';
import type { Opened } from './open-provider';

/** A call about to be made or asked after, with the provider that it goes to. */
export type Step = Readonly<{ snapshot: Snapshot; operation: Operation; opened: Opened }>;

/** Only a call that gives money back must know what was given back before it: its own row is recognised by being new. */
export const needsRefundsBefore = (operation: Operation): boolean => givesBack(operation) > 0 && operation.providerPaymentId !== null;

/** `later`: the provider cannot be read, or a return of money is under way there. `traced`: an earlier call of this operation may have come through. */
export type Clearance = Readonly<{ kind: 'go'; knownRefs: readonly string[] }> | Readonly<{ kind: 'later' }> | Readonly<{ kind: 'traced' }>;

const firstTime = async ({ opened: { provider }, operation }: Step, trace: Trace): Promise<Clearance> => {
  const listed = await provider.listRefunds(operation.providerPaymentId ?? '', trace);
  if (listed.kind !== 'read' || listed.value.some(({ state }) => state === 'started' || state === 'unknown')) return { kind: 'later' };
  return { kind: 'go', knownRefs: listed.value.map(({ ref }) => ref) };
};

const askAgain = ({ opened: { provider }, snapshot, operation }: Step, trace: Trace): Promise<Finding> => provider.inquire(inquiryAskOf(snapshot, operation), trace);

const repeated = async (step: Step, trace: Trace): Promise<Clearance> => {
  const { kind } = await askAgain(step, trace);
  if (kind === 'unknown') return { kind: 'later' };
  // The numbers from before the first call stay the known ones: a row that came since may be that call's.
  return kind === 'absent' ? { kind: 'go', knownRefs: step.operation.knownRefs } : { kind: 'traced' };
};

/**
 * Whether a call that gives money back may leave now. A repeat asks once more at the last moment: a request that was thought lost may
 * have been carried out since the last question, or while this service was down, and then the repeat would move the money twice.
 */
export const clearCall = (step: Step, trace: Trace): Promise<Clearance> => (step.operation.wasUnknown ? repeated(step, trace) : firstTime(step, trace));

type Called = Answer<OpenedPage | null>;

/** A refused repeat may have been refused because the first call was carried out: the refusal counts only where the provider shows no trace of it. */
export const believed = async (step: Step, answer: Called, trace: Trace): Promise<Called> => {
  if (answer.kind !== 'rejected' || !step.operation.wasUnknown || !needsRefundsBefore(step.operation)) return answer;
  return (await askAgain(step, trace)).kind === 'absent' ? answer : { kind: 'unknown', reason: answer.reason };
};
