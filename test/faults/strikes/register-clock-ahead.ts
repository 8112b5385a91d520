import { misbehaves } from './outside';

/** The times that the register tells are five minutes ahead. */
export const registerClockAhead = misbehaves({ name: 'register clock 5 min ahead', party: 'kassa', faults: { clockSkewSeconds: 300 }, uncounted: true });
