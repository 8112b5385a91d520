import type { Tx } from '@paygraph/shared/db/sql';
import type { FiscalAttributes } from '../domain/fiscal-attributes';
import type { ReceiptRow } from './receipts';

export type Registration = Readonly<{ receipt: ReceiptRow; fiscal: FiscalAttributes; qr: string; url: string | null }>;

const insert = `
  INSERT INTO receipt_fiscal (receipt_id, merchant_id, cash_register_id, fn, fd, fp, shift, receipt_number, registration_number, registered_at, qr, url)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

export const insertRegistration = async (tx: Tx, { receipt, fiscal, qr, url }: Registration): Promise<void> => {
  const { fn, fd, fp, shift, receiptNumber, registrationNumber, registeredAt } = fiscal;
  const place = [receipt.id, receipt.merchantId, receipt.cashRegisterId];
  tx.write(insert, [...place, fn, fd, fp, shift, receiptNumber, registrationNumber, registeredAt, qr, url]);
};

export type RegisterCall = Readonly<{ receipt: ReceiptRow; operation: string; outcome: string; reason: string | null; durationMs: number }>;

/** The log of what was asked of the register and what came of it; reasons hold no contacts and no secrets. */
export const logRegisterCall = async (tx: Tx, { receipt, operation, outcome, reason, durationMs }: RegisterCall): Promise<void> => {
  tx.write(`INSERT INTO register_call (merchant_id, receipt_id, operation, outcome, reason, duration_ms) VALUES ($1, $2, $3, $4, $5, $6)`, [
    receipt.merchantId, receipt.id, operation, outcome, reason, Math.round(durationMs),
  ]);
};

/** Marks a receipt whose time is over. False when it was registered in time, or is marked already. */
export const markOverdue = async (tx: Tx, receiptId: string): Promise<boolean> => {
  const marked = await tx.query(
    `UPDATE receipt SET overdue_since = clock_timestamp() WHERE id = $1 AND state <> 'registered' AND overdue_since IS NULL RETURNING 1 AS marked`,
    [receiptId],
  );
  return marked.length > 0;
};
