import { rescheduleWork, type DueWork } from '@paygraph/shared/messaging/due-work';
import type { Tx } from '@paygraph/shared/db/sql';
import { operationMoved, unchanged } from '../domain/change';
import { amountsOf } from '../domain/amounts';
import { isFinal, type Operation } from '../domain/operation';
import type { Snapshot } from '../domain/payment';
import type { Answer, Exchange, OpenedPage } from '../domain/provider';
import type { Outcome } from '../domain/settle';
import { logExchanges, logIntent } from '../storage/calls';
import { lockPayment, type Locked } from '../storage/payments';
import { saveChange } from '../storage/save-change';
import { callProvider, givesBack } from './call-provider';
import { pauseFor, type Deps } from './deps';
import type { Opened } from './open-provider';
import { settleCall } from './settle-call';

/** A call about to be made or asked after, with the provider that it goes to. */
export type Step = Readonly<{ snapshot: Snapshot; operation: Operation; opened: Opened }>;

/** Only a call that gives money back must know what was given back before it: its own row is recognised by being new. */
export const needsRefundsBefore = (operation: Operation): boolean => givesBack(operation) > 0 && operation.providerPaymentId !== null;

/** The provider's refund numbers before the call; null while they cannot be read or a return of money is under way there. */
const refundsBefore = async ({ opened: { provider }, operation }: Step, trace: (exchange: Exchange) => void): Promise<readonly string[] | null> => {
  const listed = await provider.listRefunds(operation.providerPaymentId ?? '', trace);
  if (listed.kind !== 'read' || listed.value.some(({ state }) => state === 'started' || state === 'unknown')) return null;
  return listed.value.map(({ ref }) => ref);
};

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

/**
 * Makes a call in three steps: note in a transaction that it goes out, make it with none open, note in another what came of it.
 * A step that comes here as `requested` still has to ask for the refunds before it.
 */
export const makeCall = async (deps: Deps, work: DueWork, step: Step): Promise<void> => {
  const exchanges: Exchange[] = [];
  const trace = (exchange: Exchange): void => void exchanges.push(exchange);
  const known = step.operation.state === 'requested' ? await refundsBefore(step, trace) : [];
  if (known === null) return later(deps, work, { step, exchanges });
  const operation = step.operation.state === 'requested' ? await markSentLater(deps, step, known) : step.operation;
  deps.crash(`${operation.kind}:before-call`);
  const answer = await callProvider(deps, step.opened, { snapshot: step.snapshot, operation, trace });
  deps.crash(`${operation.kind}:after-call-before-commit`);
  await settleCall(deps, work, { snapshot: step.snapshot, operation, exchanges, outcome: () => outcomeOf(answer, operation, deps) });
};

/** What was given back on the provider's payment for good, by our books. */
export const returnedBefore = ({ operations, payment }: Snapshot, operation: Operation): number => {
  if (operation.providerPaymentId !== payment.providerPaymentId) return 0;
  const { released, refunded } = amountsOf(operations.filter((other) => other.id !== operation.id && isFinal(other)));
  return released + refunded;
};
