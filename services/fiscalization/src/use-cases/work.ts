import type { Tx } from '@paygraph/shared/db/sql';
import type { CashRegisterId, ReceiptId } from '@paygraph/shared/ids';
import { scheduleWork } from '@paygraph/shared/messaging/due-work';
import type { ReceiptRow } from '../storage/receipts';

export const printKind = 'receipt.print';
export const deadlineKind = 'receipt.deadline';
export type PrintWork = Readonly<{ receiptId: ReceiptId; cashRegisterId: CashRegisterId }>;
export type DeadlineWork = Readonly<{ receiptId: ReceiptId }>;

type Printable = Pick<ReceiptRow, 'id' | 'merchantId' | 'childOrderId' | 'cashRegisterId'>;

/**
 * Sets a receipt going. One child order's receipts share the `ref`, so two of them are never under way at once. A retry (`tries` above 0)
 * is work of its own: an earlier question may still be waiting for its turn, minutes away.
 */
export const schedulePrint = (tx: Tx, { id, merchantId, childOrderId, cashRegisterId }: Printable, tries = 0): Promise<void> => {
  const payload: PrintWork = { receiptId: id, cashRegisterId };
  return scheduleWork(tx, { kind: printKind, ref: childOrderId, key: tries === 0 ? id : `${id}.${tries}`, merchantId, payload });
};

/** When this comes due and the receipt is not registered, people are told. */
export const scheduleDeadline = (tx: Tx, { id, merchantId }: Pick<ReceiptRow, 'id' | 'merchantId'>, dueInMs: number): Promise<void> => {
  const payload: DeadlineWork = { receiptId: id };
  return scheduleWork(tx, { kind: deadlineKind, ref: id, key: id, merchantId, payload, dueInMs });
};
