import { misbehaves } from './outside';

/** The times that the register tells are five minutes behind. */
export const registerClockBehind = misbehaves({ name: 'register clock 5 min behind', party: 'kassa', faults: { clockSkewSeconds: -300 }, uncounted: true });
