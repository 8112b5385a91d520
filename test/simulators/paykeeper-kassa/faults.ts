import type { AccessFaults } from '../kit/paykeeper-access';
import { transportFaultNames } from '../kit/transport-faults';

/** The wire's faults and those of a register that behaves badly. */
export type KassaFaults = AccessFaults & {
  /** Receipts end `failed`; a text is the reason shown. */
  failReceipts: true | string;
  /** Receipts stay `created` until the fault is cleared and the clock moves on. */
  neverRegister: true;
  /** Repeating `receipt_key` prints again: its idempotency is inferred from the manual, never proven. */
  ignoreReceiptKey: true;
  clockSkewSeconds: number;
};

export const kassaFaultNames = [
  ...transportFaultNames, 'rotateToken', 'failReceipts', 'neverRegister', 'ignoreReceiptKey', 'clockSkewSeconds',
] as const satisfies readonly (keyof KassaFaults)[];
