import { misbehaves } from './outside';

/** The bank acts and answers 502. */
export const bankFailsAfter = misbehaves({ name: 'bank acts, answers 502', party: 'paykeeper', faults: { error5xxAfter: 502 } });
