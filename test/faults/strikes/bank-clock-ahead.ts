import { misbehaves } from './outside';

/** The times that the bank tells are five minutes ahead. */
export const bankClockAhead = misbehaves({ name: 'bank clock 5 min ahead', party: 'paykeeper', faults: { clockSkewSeconds: 300 }, uncounted: true });
