import { misbehaves } from './outside';

/** The register prints nothing and answers 503. */
export const registerFails = misbehaves({ name: 'register answers 503', party: 'kassa', faults: { error5xx: 503 } });
