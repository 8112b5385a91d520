import type { Finding, InquiryAsk, OpenedPage, Page, ProviderPayment, ProviderRefund, ProviderState } from '../../domain/provider';

const preference: readonly Page['state'][] = ['paid', 'open', 'expired', 'unknown'];

/** What a search by our number says of a lost answer to the making of an invoice. Another sum under our number is not ours to use. */
export const judgePages = (ask: InquiryAsk, pages: readonly Page[], expiresAt: Date): Finding => {
  const ours = pages.filter(({ reference, amount }) => reference === ask.reference && amount === ask.amount);
  const [best, ...others] = ours.toSorted((a, b) => preference.indexOf(a.state) - preference.indexOf(b.state));
  if (!best) return { kind: 'absent' };
  const page: OpenedPage = { id: best.id, url: best.url, expiresAt: best.expiresAt ?? expiresAt };
  return { kind: 'done', ref: best.id, page, sparePages: others.filter(({ state }) => state === 'open').map(({ id }) => id) };
};

/**
 * A lost answer to a capture of the whole hold. A held and a captured payment look alike (no status of their own), but the same call
 * for the same payment takes the same hold at most once, so it may be made again.
 */
export const judgeWholeCapture = ({ state }: ProviderPayment): Finding => {
  switch (state) {
    case 'settled': return { kind: 'repeatable' };
    case 'returning': return { kind: 'in-progress' };
    case 'returned':
    case 'cancelled':
    case 'declined': return { kind: 'failed', reason: 'the hold is gone: PayKeeper shows the money as returned' };
    case 'partly_returned': return { kind: 'contradiction', reason: 'a part of the hold was returned although the whole was to be taken' };
    case 'pending':
    case 'unknown': return { kind: 'unknown', reason: `PayKeeper shows the payment as ${state}` };
  }
};

const byRefund = (refund: ProviderRefund): Finding => {
  switch (refund.state) {
    case 'done': return { kind: 'done', ref: refund.ref };
    case 'started': return { kind: 'in-progress' };
    case 'failed': return { kind: 'failed', reason: 'PayKeeper shows this return of money as failed' };
    case 'unknown': return { kind: 'unknown', reason: 'PayKeeper shows the return of money in a status that nobody knows' };
  }
};

const givenBack: readonly ProviderState[] = ['returned', 'partly_returned'];
const stillPaid: readonly ProviderState[] = ['settled', 'partly_returned'];

/** A cancelled hold counts as given back whole: some banks show a released hold so, with no sum beside it. */
const isGiven = ({ returnedBefore, givesBack }: InquiryAsk, { state, returned, amount }: ProviderPayment): boolean =>
  (state === 'cancelled' && givesBack === amount) || (givenBack.includes(state) && returned === returnedBefore + givesBack);

const isUntouched = ({ returnedBefore }: InquiryAsk, { state, returned }: ProviderPayment): boolean => stillPaid.includes(state) && returned === returnedBefore;

const byPayment = (ask: InquiryAsk, payment: ProviderPayment): Finding => {
  if (payment.state === 'returning') return { kind: 'in-progress' };
  if (payment.state === 'pending' || payment.state === 'unknown') return { kind: 'unknown', reason: `PayKeeper shows the payment as ${payment.state}` };
  if (isGiven(ask, payment)) return { kind: 'done', ref: null };
  if (isUntouched(ask, payment)) return ask.accepted ? { kind: 'in-progress' } : { kind: 'absent' };
  return { kind: 'contradiction', reason: `PayKeeper returned another sum than our books know (${payment.state})` };
};

/**
 * A call that gives money back: void, refund, or the rest of a partial capture. A refund row with our sum and a number that was not
 * there before is ours; where the server shows no such row, the payment's own sums decide. Two such rows are for a person.
 */
export const judgeGiveBack = (ask: InquiryAsk, payment: ProviderPayment, refunds: readonly ProviderRefund[]): Finding => {
  const [candidate, another] = refunds.filter(({ ref, amount }) => amount === ask.givesBack && !ask.knownRefs.includes(ref));
  if (another) return { kind: 'contradiction', reason: 'PayKeeper shows two new returns of the sum that was asked for once' };
  return candidate ? byRefund(candidate) : byPayment(ask, payment);
};
