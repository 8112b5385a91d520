import { misbehaves } from './outside';

/** The bank does nothing and answers 500. */
export const bankFails = misbehaves({ name: 'bank answers 500', party: 'paykeeper', faults: { error5xx: 500 } });
