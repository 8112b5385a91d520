import type { DueWork } from '@paygraph/shared/messaging/due-work';
import { minor } from '@paygraph/shared/money';
import { patchedOperation, type Change } from '../domain/change';
import { concluded, type Conclusion } from '../domain/inquiry';
import { reviewed } from '../domain/money-arrival';
import { isCall, type Operation } from '../domain/operation';
import type { Snapshot } from '../domain/payment';
import type { Exchange, Finding, InquiryAsk } from '../domain/provider';
import { lost, type Outcome } from '../domain/settle';
import type { Locked } from '../storage/payments';
import { givesBack } from './call-provider';
import type { Deps } from './deps';
import { returnedBefore, type Step } from './make-call';
import { settleCall } from './settle-call';

const adoptedRefs = ({ operations }: Snapshot, { providerPaymentId, id }: Operation): string[] =>
  operations.filter((other) => other.id !== id && other.providerPaymentId === providerPaymentId).flatMap(({ providerRef }) => (providerRef === null ? [] : [providerRef]));

const askOf = (snapshot: Snapshot, operation: Operation): InquiryAsk | null =>
  isCall(operation.kind)
    ? {
        kind: operation.kind, reference: snapshot.payment.id, providerPaymentId: operation.providerPaymentId, amount: operation.amount,
        givesBack: givesBack(operation), returnedBefore: minor(returnedBefore(snapshot, operation)),
        knownRefs: [...operation.knownRefs, ...adoptedRefs(snapshot, operation)], sentAt: operation.sentAt ?? snapshot.payment.createdAt,
        accepted: operation.state === 'accepted', inquiries: operation.inquiries,
      }
    : null;

const outcomeOf = (conclusion: Conclusion): Outcome | null => {
  switch (conclusion.do) {
    case 'succeed': return { kind: 'done', ref: conclusion.ref, page: conclusion.page };
    case 'fail': return { kind: 'failed', reason: conclusion.reason };
    case 'repeat': return { kind: 'repeat', keepProofs: conclusion.keepProofs };
    case 'wait': return null;
  }
};

/** Still nothing certain: the question is counted, and a call that was cut off in the middle is now openly unknown. */
const waiting = (change: Change, operation: Operation, conclusion: Conclusion): Change => {
  if (conclusion.do !== 'wait') return change;
  const cutOff = operation.state === 'sent' ? lost(change, operation, { reason: 'the call was cut off before its answer' }) : null;
  const counted = patchedOperation(cutOff?.ok ? cutOff.value : change, operation.id, { inquiries: operation.inquiries + 1, proofs: conclusion.proofs });
  return conclusion.review === null ? counted : reviewed(counted, conclusion.review);
};

/** Asks the provider what became of a call, and acts only on what it says. */
export const inquireCall = async (deps: Deps, work: DueWork, step: Step): Promise<void> => {
  const exchanges: Exchange[] = [];
  const trace = (exchange: Exchange): void => void exchanges.push(exchange);
  const ask = askOf(step.snapshot, step.operation);
  if (!ask) throw new Error(`Operation ${step.operation.id} is no call`);
  const { provider } = step.opened;
  const finding: Finding = await provider.inquire(ask, trace);
  const { certainty } = deps.settings;
  const conclude = (operation: Operation, { now }: Pick<Locked, 'now'>): Conclusion => concluded(operation, finding, { certainty, now });
  let conclusion: Conclusion | undefined;
  const outcome = (operation: Operation, locked: Locked): Outcome | null => {
    conclusion = operation.state === step.operation.state ? conclude(operation, locked) : undefined;
    return conclusion ? outcomeOf(conclusion) : null;
  };
  const otherwise = (change: Change, operation: Operation): Change => (conclusion ? waiting(change, operation, conclusion) : change);
  await settleCall(deps, work, { ...step, exchanges, outcome, otherwise });
  if (finding.kind === 'done') for (const page of finding.sparePages ?? []) await provider.closePage(page, trace);
};
