import { minor } from '@paygraph/shared/money';
import { afterLook, type Watch } from './page-watch';
import type { Page, PageState } from './provider';

const page = (state: PageState): Page => ({ id: '1', url: 'https://bank.example', reference: 'p', amount: minor(1), state, expiresAt: null, providerPaymentId: null });
const watch = (over: Partial<Omit<Watch, 'pages'>> & { pages: readonly PageState[] | null }) =>
  afterLook({ state: 'awaiting_buyer', isLast: false, mayHaveTwins: false, isToldAsWrong: false, isPageOver: false, ...over, pages: over.pages?.map(page) ?? null });

describe('an open page is watched', () => {
  it.each<[string, Parameters<typeof watch>[0], string]>([
    ['while nobody paid', { pages: ['open'] }, 'poll'],
    ['while a payment of another sum is not judged yet', { pages: ['paid'] }, 'poll'],
    ['once more after one of another sum was told to a person', { isToldAsWrong: true, pages: ['paid'] }, 'last'],
    ['on when beside such a one another page is open', { isToldAsWrong: true, pages: ['paid', 'open'] }, 'poll'],
    ['while the provider does not answer', { pages: null }, 'poll'],
    ['until it is paid', { state: 'authorized', pages: ['paid'] }, 'stop'],
    ['once more after it expired', { state: 'declined', pages: ['expired'] }, 'last'],
    ['until it is really closed after the order was cancelled', { state: 'cancelled', pages: ['open'] }, 'poll'],
    ['once more where none was ever opened', { state: 'cancelled', pages: [] }, 'last'],
    ['once more after it was closed', { state: 'cancelled', pages: ['expired'] }, 'last'],
    ['to its end where a twin may be paid too', { state: 'captured', mayHaveTwins: true, pages: ['paid', 'open'] }, 'poll'],
    ['and the twin once more at its end', { state: 'captured', mayHaveTwins: true, isPageOver: true, pages: ['paid', 'open'] }, 'last'],
    ['and no more after the last look', { state: 'declined', isLast: true, pages: ['expired'] }, 'stop'],
    ['but a last look that brought nothing is taken again', { state: 'declined', isLast: true, pages: null }, 'last'],
  ])('%s', (_what, given, plan) => expect(watch(given)).toBe(plan));
});
