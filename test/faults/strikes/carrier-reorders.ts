import { misbehaves } from './outside';

/** Signals are gathered and come last first. */
export const carrierReorders = misbehaves({ name: 'carrier tells out of order', party: 'delivery', faults: { reorder: 3 }, seconds: 12 });
