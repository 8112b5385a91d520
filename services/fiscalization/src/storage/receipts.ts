import type { Sql, Tx } from '@paygraph/shared/db/sql';
import type { CashRegisterId, ChildOrderId, LegalEntityId, MerchantId, OrderId, PaymentId, ReceiptId } from '@paygraph/shared/ids';
import { minor, type Minor } from '@paygraph/shared/money';
import type { PrintRequest } from '../domain/cash-register';
import type { ReceiptPart } from '../domain/position';
import type { ReceiptKind } from '../domain/receipt-kind';
import type { ReceiptState } from '../domain/receipt-state';

/**
 * A receipt as it is kept. `request` is the body that was, or will be, sent (without the contact); `sentAt` is the newest sending that may
 * have arrived, null when there is none or a person decided about it, `firstSentAt` the first under this key; `asks` counts the questions
 * since the last change; `tries` counts an operator's retries; `eventVersion` is that of its newest event.
 */
export type ReceiptRow = Readonly<{
  id: ReceiptId;
  merchantId: MerchantId;
  orderId: OrderId;
  childOrderId: ChildOrderId;
  paymentId: PaymentId;
  paymentRef: string | null;
  legalEntityId: LegalEntityId;
  cashRegisterId: CashRegisterId;
  seq: number;
  /** Which document, from 0, of how many its cause was split into. */
  causePart: number;
  causeParts: number;
  kind: ReceiptKind;
  state: ReceiptState;
  total: Minor;
  parts: readonly ReceiptPart[];
  printKey: string;
  request: PrintRequest | null;
  sealedContact: string | null;
  sentAt: Date | null;
  firstSentAt: Date | null;
  asks: number;
  tries: number;
  remoteId: string | null;
  eventVersion: number;
  problem: string | null;
  overdueSince: Date | null;
}>;

export const receiptColumns = `
  r.id, r.merchant_id AS "merchantId", r.order_id AS "orderId", r.child_order_id AS "childOrderId", r.payment_id AS "paymentId",
  r.payment_ref AS "paymentRef", r.legal_entity_id AS "legalEntityId", r.cash_register_id AS "cashRegisterId", r.seq, r.cause_part AS "causePart", r.cause_parts AS "causeParts", r.kind, r.state, r.total,
  r.parts, r.print_key AS "printKey", r.request, r.sealed_contact AS "sealedContact", r.sent_at AS "sentAt", r.first_sent_at AS "firstSentAt", r.asks, r.tries,
  r.remote_id AS "remoteId", r.event_version AS "eventVersion", r.problem, r.overdue_since AS "overdueSince"`;

export type ReceiptRecord = Omit<ReceiptRow, 'total'> & { total: string };
export const toReceipt = (record: ReceiptRecord): ReceiptRow => ({ ...record, total: minor(Number(record.total)) });

export const receiptsOfOrder = async (sql: Sql, orderId: string): Promise<ReceiptRow[]> =>
  (await sql.query<ReceiptRecord>(`SELECT ${receiptColumns} FROM receipt r WHERE order_id = $1 ORDER BY child_order_id, seq`, [orderId])).map(toReceipt);

/** A receipt under its row lock, with the database's own time. */
export type LockedReceipt = Readonly<{ receipt: ReceiptRow; now: Date }>;

/** The receipt, locked until the transaction ends. */
export const lockReceipt = async (tx: Tx, id: string): Promise<LockedReceipt | undefined> => {
  const [locked] = await tx.query<ReceiptRecord & { now: Date }>(`SELECT ${receiptColumns}, clock_timestamp() AS now FROM receipt r WHERE id = $1 FOR UPDATE`, [id]);
  if (locked === undefined) return undefined;
  const { now, ...record } = locked;
  return { receipt: toReceipt(record), now };
};

/** True when nothing of the child order before this receipt still waits to be registered. */
export const isFirstInLine = async (sql: Sql, id: string): Promise<boolean> => {
  const [row] = await sql.query<{ waiting: boolean }>(
    `SELECT EXISTS (SELECT FROM receipt r WHERE r.child_order_id = own.child_order_id AND r.seq < own.seq AND r.state <> 'registered') AS waiting FROM receipt own WHERE own.id = $1`,
    [id],
  );
  return row?.waiting === false;
};

/** The next receipt of the child order that waits for its turn. */
export const nextInLine = async (sql: Sql, { childOrderId, seq }: Pick<ReceiptRow, 'childOrderId' | 'seq'>): Promise<ReceiptRow | undefined> => {
  const [record] = await sql.query<ReceiptRecord>(
    `SELECT ${receiptColumns} FROM receipt r WHERE child_order_id = $1 AND seq > $2 AND state <> 'registered' ORDER BY seq LIMIT 1`,
    [childOrderId, seq],
  );
  return record === undefined ? undefined : toReceipt(record);
};

/** The register's numbers of this payment's other receipts: rows of its list that are accounted for. */
export const knownRemoteIds = async (sql: Sql, paymentId: string): Promise<string[]> =>
  (await sql.query<{ id: string }>(`SELECT remote_id AS id FROM receipt WHERE payment_id = $1 AND remote_id IS NOT NULL`, [paymentId])).map(({ id }) => id);

const update = `
  UPDATE receipt SET state = $2, print_key = $3, request = $4, sealed_contact = $5, sent_at = $6, asks = $7, tries = $8, remote_id = $9,
    event_version = $10, problem = $11, cash_register_id = $12, payment_ref = $13, first_sent_at = $14
  WHERE id = $1`;

/** Writes what may change of a receipt; what was planned never does. */
export const saveReceipt = async (tx: Tx, row: ReceiptRow): Promise<void> => {
  const { id, state, printKey, request, sealedContact, sentAt, firstSentAt, asks, tries, remoteId, eventVersion, problem, cashRegisterId, paymentRef } = row;
  const body = request === null ? null : JSON.stringify(request);
  tx.write(update, [id, state, printKey, body, sealedContact, sentAt, asks, tries, remoteId, eventVersion, problem, cashRegisterId, paymentRef, firstSentAt]);
};
