import { misbehaves } from './outside';

/** The times that the bank tells are five minutes behind. */
export const bankClockBehind = misbehaves({ name: 'bank clock 5 min behind', party: 'paykeeper', faults: { clockSkewSeconds: -300 }, uncounted: true });
