import { misbehaves } from './outside';

/** Each notification comes three times at once. */
export const bankRepeats = misbehaves({ name: 'bank notifies thrice', party: 'paykeeper', faults: { duplicateNotifications: 2 } });
