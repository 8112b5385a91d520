import { misbehaves } from './outside';

/** Notifications are gathered in pairs and come last first. */
export const bankReorders = misbehaves({ name: 'bank notifies out of order', party: 'paykeeper', faults: { reorderNotifications: 2 }, seconds: 12 });
