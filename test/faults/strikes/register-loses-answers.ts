import { misbehaves } from './outside';

/** The register prints, and the connection breaks before it says so. */
export const registerLosesAnswers = misbehaves({ name: 'register loses answers', party: 'kassa', faults: { loseAnswer: true } });
