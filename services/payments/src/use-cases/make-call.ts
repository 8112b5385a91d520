import { rescheduleWork, type DueWork } from '@paygraph/shared/messaging/due-work';
import type { Tx } from '@paygraph/shared/db/sql';
import { operationMoved, unchanged } from '../domain/change';
import type { Operation } from '../domain/operation';
import type { Answer, Exchange, OpenedPage, Trace } from '../domain/provider';
import type { Outcome } from '../domain/settle';
import { logExchanges, logIntent } from '../storage/calls';
import { lockPayment, type Locked } from '../storage/payments';
import { saveChange } from '../storage/save-change';
import { callProvider } from './call-provider';
import { believed, clearCall, type Step } from './clear-call';
import { pauseFor, type Deps } from './deps';
import { settleCall } from './settle-call';

/** Notes, under the payment's lock, that the call goes out. Once this is committed the call may have been made. */
export const markSent = async (tx: Tx, locked: Locked, { operation, knownRefs }: { operation: Operation; knownRefs: readonly string[] }): Promise<Operation> => {
  const attempts = operation.attempts + 1;
  const patch = { sentAt: locked.now, knownRefs, attempts, failure: null };
  const sent = operationMoved(unchanged(locked), { operation, move: 'send', patch });
  if (!sent.ok) throw new Error(`Operation ${operation.id} is ${operation.state} and cannot be sent`);
  await saveChange(tx, locked, sent.value);
  const { merchantId, id: paymentId } = locked.payment;
  const request = { amount: operation.amount, released: operation.released, attempt: attempts };
  await logIntent(tx, { merchantId, paymentId, operationId: operation.id }, { action: operation.kind, request });
  return { ...operation, ...patch, state: 'sent' };
};

const markSentLater = (deps: Deps, { snapshot, operation }: Step, knownRefs: readonly string[]): Promise<Operation> =>
  deps.db.transaction(snapshot.payment.merchantId, async (tx) => {
    const locked = await lockPayment(tx, snapshot.payment.id);
    const current = locked?.operations.find(({ id }) => id === operation.id);
    if (!locked || !current) throw new Error(`Operation ${operation.id} is gone`);
    return markSent(tx, locked, { operation: current, knownRefs });
  });

const later = async (deps: Deps, work: DueWork, { step, exchanges }: { step: Step; exchanges: readonly Exchange[] }): Promise<void> => {
  const { merchantId, id: paymentId } = step.snapshot.payment;
  await deps.db.transaction(merchantId, async (tx) => {
    await logExchanges(tx, { merchantId, paymentId, operationId: step.operation.id }, exchanges);
    await rescheduleWork(tx, work, { dueInMs: pauseFor(deps, 'notSent', Math.min(work.attempt - 1, 3)) });
  });
};

/** A buyer waits for a page only so long; money that has to move is tried for as long as it takes. */
const isGivenUp = ({ kind, attempts }: Operation, { pageTriesMax }: Deps['settings']): boolean => kind === 'open_page' && attempts >= pageTriesMax;

/** Without a page, as most calls are. */
const done = (page: OpenedPage | null): Outcome => (page ? { kind: 'done', ref: page.id, page } : { kind: 'done', ref: null });

const outcomeOf = (answer: Answer<OpenedPage | null>, operation: Operation, { settings }: Deps): Outcome => {
  switch (answer.kind) {
    case 'done': return done(answer.value);
    case 'accepted': return { kind: 'accepted' };
    case 'rejected': return { kind: 'failed', reason: answer.reason };
    case 'unknown': return { kind: 'lost', reason: answer.reason, proof: answer.proof };
    case 'not-sent': return { kind: isGivenUp(operation, settings) ? 'failed' : 'not-sent', reason: answer.reason };
  }
};

/** A call with the moment (milliseconds of this process's own clock) before it was noted that it goes out. */
type Noted = Readonly<{ step: Step; exchanges: readonly Exchange[]; trace: Trace; notedAt: number }>;

/**
 * Makes a call in three steps: note in a transaction that it goes out, make it with none open, note in another what came of it.
 * A step that comes here as `requested` still has to ask what was given back before it. `takenAt`: when the step was begun.
 */
export const makeCall = async (deps: Deps, work: DueWork, { takenAt, ...step }: Step & { takenAt: number }): Promise<void> => {
  const exchanges: Exchange[] = [];
  const trace = (exchange: Exchange): void => void exchanges.push(exchange);
  if (step.operation.state !== 'requested') return callNow(deps, work, { step, exchanges, trace, notedAt: takenAt });
  const cleared = await clearCall(step, trace);
  if (cleared.kind === 'later') return later(deps, work, { step, exchanges });
  if (cleared.kind === 'traced') return settleCall(deps, work, { ...step, exchanges, outcome: () => tracedAfterAll });
  const notedAt = performance.now();
  return callNow(deps, work, { step: { ...step, operation: await markSentLater(deps, step, cleared.knownRefs) }, exchanges, trace, notedAt });
};

const tracedAfterAll: Outcome = { kind: 'lost', reason: 'the provider shows a trace of the call that was thought lost' };
const tooLate = { kind: 'not-sent', reason: 'this process stood still before the call could leave' } as const;

const callNow = async (deps: Deps, work: DueWork, { step, exchanges, trace, notedAt }: Noted): Promise<void> => {
  const { operation, snapshot, opened } = step;
  deps.crash(`${operation.kind}:before-call`);
  // A process that was frozen may have lost its lease: another one has asked after this call by now and may be repeating it.
  const isFresh = performance.now() - notedAt < deps.settings.leaseMs / 2;
  const answer = isFresh ? await believed(step, await callProvider(deps, opened, { snapshot, operation, trace }), trace) : tooLate;
  deps.crash(`${operation.kind}:after-call-before-commit`);
  await settleCall(deps, work, { snapshot, operation, exchanges, outcome: () => outcomeOf(answer, operation, deps) });
};
