import type { DueWork } from '@paygraph/shared/messaging/due-work';
import { patchedOperation, type Change } from '../domain/change';
import { concluded, type Conclusion } from '../domain/inquiry';
import { reviewed } from '../domain/money-arrival';
import type { Operation } from '../domain/operation';
import type { Exchange, Finding } from '../domain/provider';
import { lost, type Outcome } from '../domain/settle';
import type { Locked } from '../storage/payments';
import type { Step } from './clear-call';
import type { Deps } from './deps';
import { inquiryAskOf } from './inquiry-ask';
import { settleCall } from './settle-call';

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
  if (conclusion.review === null) return counted;
  return reviewed(patchedOperation(counted, operation.id, { doubt: conclusion.review }), conclusion.review);
};

/** Asks the provider what became of a call, and acts only on what it says. */
export const inquireCall = async (deps: Deps, work: DueWork, step: Step): Promise<void> => {
  const exchanges: Exchange[] = [];
  const trace = (exchange: Exchange): void => void exchanges.push(exchange);
  const { provider } = step.opened;
  const finding: Finding = await provider.inquire(inquiryAskOf(step.snapshot, step.operation), trace);
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
