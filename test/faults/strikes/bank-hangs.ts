import { misbehaves } from './outside';

/** The bank acts and never answers. */
export const bankHangs = misbehaves({ name: 'bank hangs', party: 'paykeeper', faults: { hang: 'after' } });
