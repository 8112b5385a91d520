import { misbehaves } from './outside';

/** The register prints and answers 500. */
export const registerFailsAfter = misbehaves({ name: 'register prints, answers 500', party: 'kassa', faults: { error5xxAfter: 500 } });
