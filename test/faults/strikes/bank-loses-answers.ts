import { misbehaves } from './outside';

/** The bank acts, and the connection breaks before it says so. */
export const bankLosesAnswers = misbehaves({ name: 'bank loses answers', party: 'paykeeper', faults: { loseAnswer: true } });
