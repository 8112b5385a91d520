import type { DueWork } from '@paygraph/shared/messaging/due-work';
import { rescheduleWork } from '@paygraph/shared/messaging/due-work';
import type { Tx } from '@paygraph/shared/db/sql';
import { operationMoved, unchanged } from '../domain/change';
import type { ContractFacts } from '../domain/facts';
import { amountsOf } from '../domain/amounts';
import { isFinal, type Operation } from '../domain/operation';
import type { Snapshot } from '../domain/payment';
import type { Answer, Exchange, OpenedPage, PaymentProvider, ProviderTraits } from '../domain/provider';
import type { Outcome } from '../domain/settle';
import { contractOf } from '../storage/contracts';
import { logExchanges, logIntent } from '../storage/calls';
import { lockPayment } from '../storage/payments';
import { saveChange } from '../storage/save-change';
import { callProvider, givesBack } from './call-provider';
import { pauseFor, type Deps } from './deps';
import { settleCall } from './settle-call';

export type Step = Readonly<{ snapshot: Snapshot; operation: Operation }>;
export type Opened = Readonly<{ contract: ContractFacts; provider: PaymentProvider; traits: ProviderTraits }>;

export const openProvider = async ({ db, providers }: Deps, { payment }: Snapshot): Promise<Opened> => {
  const contract = await db.transaction(payment.merchantId, (tx) => contractOf(tx, payment.contractId));
  return { contract, ...(await providers.of(contract)) };
};

/** The provider's refund numbers before the call; null while they cannot be read or a return of money is under way there. */
const refundsBefore = async ({ provider }: Opened, operation: Operation, trace: (exchange: Exchange) => void): Promise<readonly string[] | null> => {
  if (givesBack(operation) === 0 || operation.providerPaymentId === null) return [];
  const listed = await provider.listRefunds(operation.providerPaymentId, trace);
  if (listed.kind !== 'read' || listed.value.some(({ state }) => state === 'started' || state === 'unknown')) return null;
  return listed.value.map(({ ref }) => ref);
};

/** Whether the same request may really still be sent, and with what remembered: decided and committed before the call. */
const markSent = async (tx: Tx, step: Step, knownRefs: readonly string[]): Promise<Step | null> => {
  const locked = await lockPayment(tx, step.snapshot.payment.id);
  const operation = locked?.operations.find(({ id }) => id === step.operation.id);
  if (!locked || operation?.state !== 'requested') return null;
  const sent = operationMoved(unchanged(locked), { operation, move: 'send', patch: { sentAt: locked.now, knownRefs, attempts: operation.attempts + 1, failure: null } });
  if (!sent.ok) return null;
  await saveChange(tx, locked, sent.value);
  const { merchantId, id: paymentId } = locked.payment;
  await logIntent(tx, { merchantId, paymentId, operationId: operation.id }, { action: operation.kind, request: { amount: operation.amount, released: operation.released, attempt: operation.attempts + 1 } });
  return { snapshot: sent.value, operation: { ...operation, state: 'sent', sentAt: locked.now, knownRefs, attempts: operation.attempts + 1 } };
};

const later = async ({ db, ...deps }: Deps, work: DueWork, { step, exchanges }: { step: Step; exchanges: readonly Exchange[] }): Promise<void> => {
  const { merchantId, id: paymentId } = step.snapshot.payment;
  await db.transaction(merchantId, async (tx) => {
    await logExchanges(tx, { merchantId, paymentId, operationId: step.operation.id }, exchanges);
    await rescheduleWork(tx, work, { dueInMs: pauseFor(deps, 'notSent', Math.min(work.attempt - 1, 3)) });
  });
};

const outcomeOf = (answer: Answer<OpenedPage | null>, operation: Operation, { settings }: Deps): Outcome => {
  switch (answer.kind) {
    case 'done': return { kind: 'done', ref: answer.value?.id ?? null, page: answer.value ?? undefined };
    case 'accepted': return { kind: 'accepted' };
    case 'rejected': return { kind: 'failed', reason: answer.reason };
    case 'unknown': return { kind: 'lost', reason: answer.reason, proof: answer.proof };
    case 'not-sent': return operation.kind === 'open_page' && operation.attempts >= settings.pageTriesMax ? { kind: 'failed', reason: answer.reason } : { kind: 'not-sent', reason: answer.reason };
  }
};

/** Three steps: note in a transaction that the call goes out, make it with none open, note in another what came of it. */
export const makeCall = async (deps: Deps, work: DueWork, step: Step): Promise<void> => {
  const exchanges: Exchange[] = [];
  const trace = (exchange: Exchange): void => void exchanges.push(exchange);
  const opened = await openProvider(deps, step.snapshot);
  const before = await refundsBefore(opened, step.operation, trace);
  if (before === null) return later(deps, work, { step, exchanges });
  const sent = await deps.db.transaction(step.snapshot.payment.merchantId, (tx) => markSent(tx, step, before));
  if (!sent) throw new Error(`Operation ${step.operation.id} was taken up by another worker`);
  deps.crash(`${step.operation.kind}:before-call`);
  const answer = await callProvider(deps, opened, { ...sent, trace });
  deps.crash(`${step.operation.kind}:after-call-before-commit`);
  await settleCall(deps, work, { ...sent, exchanges, outcome: () => outcomeOf(answer, sent.operation, deps) });
};

/** What was given back on the provider's payment for good, by our books. */
export const returnedBefore = ({ operations, payment }: Snapshot, operation: Operation): number => {
  if (operation.providerPaymentId !== payment.providerPaymentId) return 0;
  const { released, refunded } = amountsOf(operations.filter((other) => other.id !== operation.id && isFinal(other)));
  return released + refunded;
};
