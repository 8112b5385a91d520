import { misbehaves } from './outside';

/** Notifications are gathered in pairs and come last first; a pair of one shop may take its time. */
export const bankReorders = misbehaves({ name: 'bank notifies out of order', party: 'paykeeper', faults: { reorderNotifications: 2 }, seconds: 12, patienceMs: 60_000 });
