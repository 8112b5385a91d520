import { misbehaves } from './outside';

/** Each signal comes three times at once. */
export const carrierRepeats = misbehaves({ name: 'carrier tells thrice', party: 'delivery', faults: { duplicate: 2 }, seconds: 12 });
