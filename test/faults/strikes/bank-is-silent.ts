import { misbehaves } from './outside';

/** Payments succeed and nobody is told. */
export const bankIsSilent = misbehaves({ name: 'bank notifies nobody', party: 'paykeeper', faults: { neverNotify: true } });
