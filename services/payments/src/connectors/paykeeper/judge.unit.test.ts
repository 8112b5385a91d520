import { minor } from '@paygraph/shared/money';
import type { InquiryAsk, Page, ProviderPayment, ProviderRefund, ProviderState } from '../../domain/provider';
import { judgeGiveBack, judgePages, judgeWholeCapture } from './judge';

const at = new Date('2026-03-02T12:00:00Z');
const ask = (over: Partial<InquiryAsk> = {}): InquiryAsk => ({
  kind: 'refund', reference: 'p-1', providerPaymentId: '7', amount: minor(300), givesBack: minor(300), returnedBefore: minor(0), knownRefs: ['1'], sentAt: at, accepted: false, inquiries: 0, ...over,
});
const payment = (state: ProviderState, returned = 0): ProviderPayment => ({ id: '7', reference: 'p-1', amount: minor(1_000), returned: minor(returned), state, obtainedAt: at });
const refund = (ref: string, state: ProviderRefund['state'] = 'done', amount = 300): ProviderRefund => ({ ref, amount: minor(amount), state });

describe('a lost answer to a call that gives money back', () => {
  it.each<[string, Partial<InquiryAsk>, ProviderPayment, ProviderRefund[], string]>([
    ['done when a new row of our sum is done', {}, payment('partly_returned', 300), [refund('1'), refund('2')], 'done'],
    ['running when that row has only started', {}, payment('returning'), [refund('2', 'started')], 'in-progress'],
    ['failed when that row failed', {}, payment('settled'), [refund('2', 'failed')], 'failed'],
    ['unknown when that row is in a status nobody knows', {}, payment('settled'), [refund('2', 'unknown')], 'unknown'],
    ['nowhere when every row was there before', { returnedBefore: minor(300) }, payment('partly_returned', 300), [refund('1')], 'absent'],
    ['nowhere when a new row has another sum and nothing came back', {}, payment('settled'), [refund('2', 'failed', 301)], 'absent'],
    ['for a person when two new rows fit', {}, payment('partly_returned', 600), [refund('2'), refund('3')], 'contradiction'],
    ['for a person when more came back than anybody here asked for', {}, payment('partly_returned', 999), [], 'contradiction'],
    ['done when the list is silent but the sums say it', {}, payment('partly_returned', 300), [], 'done'],
    ['done when the hold is cancelled', { givesBack: minor(1_000) }, payment('cancelled'), [], 'done'],
    ['running while the payment is on its way back', {}, payment('returning'), [], 'in-progress'],
    ['running when it was accepted and does not show yet', { accepted: true }, payment('settled'), [], 'in-progress'],
    ['unknown when the payment is in a status nobody knows', {}, payment('unknown'), [], 'unknown'],
  ])('is %s', (...[, over, seen, refunds, kind]) => expect(judgeGiveBack(ask(over), seen, refunds).kind).toBe(kind));

  it('names the row that is ours', () => expect(judgeGiveBack(ask(), payment('partly_returned', 300), [refund('1'), refund('2')])).toEqual({ kind: 'done', ref: '2' }));
});

describe('a lost answer to a capture of the whole hold', () => {
  it.each<[ProviderState, string]>([['settled', 'repeatable'], ['returning', 'in-progress'], ['returned', 'failed'], ['cancelled', 'failed'], ['declined', 'failed'], ['partly_returned', 'contradiction'], ['pending', 'unknown'], ['unknown', 'unknown']])(
    'of a payment shown as %s is %s',
    (state, kind) => expect(judgeWholeCapture(payment(state)).kind).toBe(kind),
  );
});

describe('a lost answer to the making of an invoice', () => {
  const page = (id: string, over: Partial<Page> = {}): Page => ({ id, url: `https://bank.example/bill/${id}/`, reference: 'p-1', amount: minor(300), state: 'open', expiresAt: at, providerPaymentId: null, ...over });
  const opening = ask({ kind: 'open_page' });

  it('is nowhere when nothing is found, or only what is not ours', () =>
    expect([judgePages(opening, [], at), judgePages(opening, [page('1', { amount: minor(301) }), page('2', { reference: 'p-11' })], at)]).toEqual([{ kind: 'absent' }, { kind: 'absent' }]));

  it('is the paid invoice before the open one, and other open ones are spare', () => {
    const found = judgePages(opening, [page('1'), page('2', { state: 'paid' }), page('3', { state: 'expired' })], at);
    expect(found).toMatchObject({ kind: 'done', ref: '2', sparePages: ['1'], page: { id: '2', url: 'https://bank.example/bill/2/' } });
  });
});
