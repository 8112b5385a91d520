import { misbehaves } from './outside';

/** Signals are gathered in pairs and come last first; a pair of one shop may take its time. */
export const carrierReorders = misbehaves({ name: 'carrier tells out of order', party: 'delivery', faults: { reorder: 2 }, seconds: 12, patienceMs: 60_000 });
