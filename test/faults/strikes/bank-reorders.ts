import { misbehaves } from './outside';

/** Notifications are gathered and come last first. */
export const bankReorders = misbehaves({ name: 'bank notifies out of order', party: 'paykeeper', faults: { reorderNotifications: 3 }, seconds: 12 });
