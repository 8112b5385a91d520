import { misbehaves } from './outside';

/** The bank acts and answers with a page of its site. */
export const bankTalksNonsense = misbehaves({ name: 'bank talks nonsense', party: 'paykeeper', faults: { malformed: 'html' } });
