import type { Sql } from '@paygraph/shared/db/sql';
import type { FiscalAttributes } from '../domain/fiscal-attributes';
import type { ReceiptState } from '../domain/receipt-state';
import type { Viewer } from '../domain/viewer';
import { receiptColumns, toReceipt, type ReceiptRecord, type ReceiptRow } from './receipts';

type Extras = Readonly<{
  plannedAt: Date;
  /** The same with microseconds, which a Date loses and a cursor must not. */
  plannedAtText: string;
  qr: string | null;
  url: string | null;
}>;

/** A receipt as people see it: its row, its fiscal attributes once it has them, since when it is late. */
export type ReceiptView = ReceiptRow & Extras & Readonly<{ fiscal: FiscalAttributes | null }>;

type Joined = ReceiptRecord & Extras & Readonly<{ fiscal: (Omit<FiscalAttributes, 'registeredAt'> & { registeredAt: string }) | null }>;

const from = `
  SELECT ${receiptColumns}, r.planned_at AS "plannedAt", r.planned_at::text AS "plannedAtText", f.qr, f.url,
    CASE WHEN f.fn IS NULL THEN NULL ELSE jsonb_build_object('fn', f.fn, 'fd', f.fd, 'fp', f.fp, 'shift', f.shift, 'receiptNumber', f.receipt_number,
      'registrationNumber', f.registration_number, 'registeredAt', f.registered_at) END AS fiscal
  FROM receipt r JOIN child_order c ON c.id = r.child_order_id JOIN shop_order o ON o.id = r.order_id LEFT JOIN receipt_fiscal f ON f.receipt_id = r.id`;

/** Ownership is part of every question, so that no caller can forget it. */
const owned = (viewer: Viewer): { condition: string; param: string | null } => {
  switch (viewer.sees) {
    case 'merchant':
      return { condition: '$1::uuid IS NULL', param: null };
    case 'customer':
      return { condition: 'o.customer_id = $1::uuid', param: viewer.id };
    case 'vendor':
      return { condition: 'c.vendor_id = $1::uuid', param: viewer.id };
    case 'nothing':
      return { condition: '$1::uuid IS NOT NULL AND false', param: null };
  }
};

const toView = ({ fiscal, ...record }: Joined): ReceiptView => ({
  ...record,
  ...toReceipt(record),
  fiscal: fiscal === null ? null : { ...fiscal, registeredAt: new Date(fiscal.registeredAt) },
});

export type By = 'id' | 'order_id' | 'child_order_id';

/** The receipts with these ids, of these orders or of these child orders, as far as the viewer may see them; in the order of their chains. */
export const findReceipts = async (sql: Sql, o: { viewer: Viewer; by: By; ids: readonly string[] }): Promise<ReceiptView[]> => {
  const { condition, param } = owned(o.viewer);
  const text = `${from} WHERE ${condition} AND r.${o.by} = ANY((SELECT $2::uuid[])::uuid[]) ORDER BY r.order_id, c.position, r.seq`;
  return (await sql.query<Joined>(text, [param, o.ids])).map(toView);
};

/** The newest first. `after` is the time (ISO) and id of the last one seen. */
export type PageOfReceipts = Readonly<{ viewer: Viewer; state: ReceiptState | null; after: readonly [string, string] | null; limit: number }>;

export const pageOfReceipts = async (sql: Sql, { viewer, state, after, limit }: PageOfReceipts): Promise<ReceiptView[]> => {
  const { condition, param } = owned(viewer);
  const text = `${from} WHERE ${condition} AND ($2::text IS NULL OR r.state = $2) AND ($3::timestamptz IS NULL OR (r.planned_at, r.id) < ($3, $4::uuid))
    ORDER BY r.planned_at DESC, r.id DESC LIMIT $5`;
  return (await sql.query<Joined>(text, [param, state, after?.[0] ?? null, after?.[1] ?? null, limit])).map(toView);
};
