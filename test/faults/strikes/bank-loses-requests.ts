import { misbehaves } from './outside';

/** The connection breaks before the bank acts. */
export const bankLosesRequests = misbehaves({ name: 'bank loses requests', party: 'paykeeper', faults: { loseRequest: true } });
