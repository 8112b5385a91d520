import type { Finding, InquiryAsk, Reading } from '../../domain/provider';
import { judgeGiveBack, judgePages, judgeWholeCapture } from './judge';
import type { Reader } from './read';

const noAnswer = (reading: Exclude<Reading<unknown>, { kind: 'read' }>): Finding => ({
  kind: 'unknown',
  reason: reading.kind === 'absent' ? 'PayKeeper does not know what was asked about' : reading.reason,
});

const inquirePage = async (read: Reader, now: Date, ask: InquiryAsk): Promise<Finding> => {
  const found = await read.pages(ask.reference, { since: ask.sentAt, until: now });
  return found.kind === 'read' ? judgePages(ask, found.value, now) : noAnswer(found);
};

const inquireMoney = async (read: Reader, ask: InquiryAsk, id: string): Promise<Finding> => {
  const payment = await read.payment(id);
  if (payment.kind !== 'read') return noAnswer(payment);
  if (ask.givesBack === 0) return judgeWholeCapture(payment.value);
  // Read after the payment: a refund that starts in between is then seen in the list rather than missed in both.
  const refunds = await read.refunds(id);
  return refunds.kind === 'read' ? judgeGiveBack(ask, payment.value, refunds.value) : noAnswer(refunds);
};

/** Finds out what became of a call whose answer was lost, by reading only. */
export const createInquiry = (read: Reader, now: () => Date) => async (ask: InquiryAsk): Promise<Finding> => {
  if (ask.kind === 'open_page') return inquirePage(read, now(), ask);
  return ask.providerPaymentId === null ? { kind: 'contradiction', reason: 'the call names no payment of the provider' } : inquireMoney(read, ask, ask.providerPaymentId);
};
