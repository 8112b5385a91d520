import { misbehaves } from './outside';

/** The moment inside the signatures is too old, so that they are refused until the clock is right. */
export const carrierClockOff = misbehaves({ name: 'carrier clock 6 min off', party: 'delivery', faults: { clockSkewSeconds: -360 }, uncounted: true });
