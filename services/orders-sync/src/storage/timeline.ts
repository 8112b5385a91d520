import type { Sql, Tx } from '@paygraph/shared/db/database';
import type { ChildOrderId, CustomerId, MerchantId, OrderId, VendorId } from '@paygraph/shared/ids';
import type { FactValue } from '../domain/happening';

/** One line of an order's history as it is written. `seq` follows the last one of the order, under the order's lock. */
export type NewEntry = Readonly<{ seq: number; childOrderId: ChildOrderId | null; kind: string; facts: Readonly<Record<string, FactValue>>; happenedAt: Date }>;

/** An entry as it is read, with what decides who may see it. */
export type Entry = NewEntry & Readonly<{ orderId: OrderId; merchantId: MerchantId; customerId: CustomerId | null; vendorId: VendorId | null; place: FeedPlace }>;

/** Where a reader across orders stands. */
export type FeedPlace = Readonly<{ xid: string; id: string }>;

// A transaction may have drawn its number before another one wrote to this order and committed; in the feed its entries still come behind
// those. A larger number is safe: nobody reads past a transaction that is still open.
const insert = `
  INSERT INTO timeline (order_id, merchant_id, seq, child_order_id, kind, facts, happened_at, xid)
  SELECT $1, $2, n.seq, n.child_order_id, n.kind, n.facts, n.happened_at,
    greatest(pg_current_xact_id(), (SELECT t.xid FROM timeline t WHERE t.order_id = $1 ORDER BY t.seq DESC LIMIT 1))
  FROM jsonb_to_recordset($3::jsonb) AS n(seq int, child_order_id uuid, kind text, facts jsonb, happened_at timestamptz) ORDER BY n.seq`;

export const appendEntries = async (tx: Tx, order: Readonly<{ id: OrderId; merchantId: MerchantId }>, entries: readonly NewEntry[]): Promise<void> => {
  const rows = entries.map(({ childOrderId, happenedAt, ...entry }) => ({ ...entry, child_order_id: childOrderId, happened_at: happenedAt }));
  tx.write(insert, [order.id, order.merchantId, JSON.stringify(rows)]);
};

type EntryRow = {
  order_id: OrderId; merchant_id: MerchantId; customer_id: CustomerId | null; vendor_id: VendorId | null; seq: number;
  child_order_id: ChildOrderId | null; kind: string; facts: Record<string, FactValue>; happened_at: Date; xid: string; id: string; settled: boolean;
};

const selectWith = (more: string): string => `
  SELECT t.order_id, t.merchant_id, o.customer_id, c.vendor_id, t.seq, t.child_order_id, t.kind, t.facts, t.happened_at, t.xid::text AS xid, t.id, ${more}
  FROM timeline t JOIN orders o ON o.id = t.order_id LEFT JOIN child_order c ON c.id = t.child_order_id`;

const toEntry = (row: EntryRow): Entry => ({
  orderId: row.order_id, merchantId: row.merchant_id, customerId: row.customer_id, vendorId: row.vendor_id, seq: row.seq, childOrderId: row.child_order_id,
  kind: row.kind, facts: row.facts, happenedAt: row.happened_at, place: { xid: row.xid, id: row.id },
});

/** Entries of one order after `after`. They are numbered under the order's lock, so a number never appears behind a reader. */
export const entriesOfOrder = async (sql: Sql, { orderId, after, limit }: { orderId: OrderId; after: number; limit: number }): Promise<Entry[]> =>
  (await sql.query<EntryRow>(`${selectWith('true AS settled')} WHERE t.order_id = $1 AND t.seq > $2 ORDER BY t.seq LIMIT $3`, [orderId, after, limit])).map(toEntry);

// Rows of transactions that began before the oldest one still open cannot get company any more: nothing appears below this line.
const feed = `${selectWith('t.xid < pg_snapshot_xmin(pg_current_snapshot()) AS settled')}
  WHERE t.merchant_id = $1 AND (t.xid, t.id) > ($2::xid8, $3::bigint)
  ORDER BY t.xid, t.id LIMIT $4`;

export type FeedAsk = Readonly<{ merchantId: MerchantId; after: FeedPlace; limit: number }>;

/** Entries of all orders of a merchant after `after`; `waits`: there are more that an open transaction still holds back. */
export const entriesOfMerchant = async (sql: Sql, { merchantId, after, limit }: FeedAsk): Promise<{ entries: Entry[]; waits: boolean }> => {
  const rows = await sql.query<EntryRow>(feed, [merchantId, after.xid, after.id, limit]);
  const settled = rows.filter((row) => row.settled);
  return { entries: settled.map(toEntry), waits: settled.length < rows.length };
};
