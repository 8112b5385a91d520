import { misbehaves } from './outside';

/** The register prints and never answers. */
export const registerHangs = misbehaves({ name: 'register hangs', party: 'kassa', faults: { hang: 'after' } });
