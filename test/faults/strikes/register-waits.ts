import { misbehaves } from './outside';

/** Receipts are taken and stay unprinted until the fault is over. */
export const registerWaits = misbehaves({ name: 'register prints later', party: 'kassa', faults: { neverRegister: true } });
