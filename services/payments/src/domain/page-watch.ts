import { openStates, type PaymentState } from './payment-state';
import type { Page } from './provider';

export const allExpired = (pages: readonly Page[]): boolean => pages.length > 0 && pages.every(({ state }) => state === 'expired');
/** No page at all has nothing left to end; one that comes to light later is watched from then on. */
const allEnded = (pages: readonly Page[]): boolean => pages.every(({ state }) => state === 'expired' || state === 'paid');

export type Watch = Readonly<{
  state: PaymentState;
  /** Null when the provider gave no usable answer. */
  pages: readonly Page[] | null;
  /** This was to be the last look. */
  isLast: boolean;
  /** The making of the page was repeated, or its answer lost: another page of the same payment may exist. */
  mayHaveTwins: boolean;
  /** What was paid on the pages is not the sum that was asked, and a person was told. */
  isToldAsWrong: boolean;
  isPageOver: boolean;
}>;

/** `poll`: look again by and by. `last`: once more after a while, for what was paid in the last second. */
export type WatchPlan = 'poll' | 'last' | 'stop';

/** A page is paid once: of one that was paid with another sum nothing more can come by itself. */
const whileOpen = (pages: readonly Page[], isToldAsWrong: boolean): WatchPlan => (isToldAsWrong && allEnded(pages) ? 'last' : 'poll');

/** How long a page is watched: until it is paid or closed, and where a second one may exist, to the end of its life. */
export const afterLook = ({ state, pages, isLast, mayHaveTwins, isToldAsWrong, isPageOver }: Watch): WatchPlan => {
  if (pages === null) return isLast ? 'last' : 'poll';
  if (isLast) return 'stop';
  if (openStates.includes(state)) return whileOpen(pages, isToldAsWrong);
  const isUnpaid = state === 'declined' || state === 'cancelled';
  if (!isUnpaid && !mayHaveTwins) return 'stop';
  return allEnded(pages) || isDue({ isUnpaid, isPageOver }) ? 'last' : 'poll';
};

// An unpaid page is over when the provider says so, not when our clock does.
const isDue = ({ isUnpaid, isPageOver }: { isUnpaid: boolean; isPageOver: boolean }): boolean => isPageOver && !isUnpaid;
