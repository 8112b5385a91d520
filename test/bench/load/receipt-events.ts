import type { Client } from 'pg';

/** An order with its first child order, as the events name them. */
export type Watched = Readonly<{ orderId: string; childOrderId: string; merchantId: string }>;

// Plans of receipts that nobody will print: each is an event of its own aggregate and one line in the history of its order, and moves nothing else.
const publish = `
  WITH told AS (
    SELECT row_number() OVER () AS n, uuidv7() AS event_id, uuidv7() AS receipt_id, o.order_id, o.child_id, o.merchant_id
    FROM jsonb_to_recordset($1::jsonb) AS o(order_id uuid, child_id uuid, merchant_id uuid) CROSS JOIN generate_series(1, $2)
  ), logged AS (
    INSERT INTO fiscalization.event_log (event_id, topic, aggregate_id, aggregate_version, type, merchant_id, occurred_at, body)
    SELECT event_id, 'fiscalization.receipt.v1', receipt_id::text, 1, 'ReceiptPlanned', merchant_id, clock_timestamp(),
      jsonb_build_object('receiptId', receipt_id, 'orderId', order_id, 'childOrderId', child_id, 'paymentId', uuidv7(), 'kind', 'prepayment', 'total', 12345,
        'legalEntityId', uuidv7(), 'cashRegisterId', uuidv7())
    FROM told
  )
  INSERT INTO fiscalization.outbox (shard, event_id) SELECT n % 16, event_id FROM told`;

const turns = new WeakMap<Client, Promise<unknown>>();

/** Commits events to the outbox of fiscalization, `each` for every order, one call after another; the service's own relay finds them there. */
export const publishReceipts = (db: Client, orders: readonly Watched[], each = 1): Promise<unknown> => {
  const rows = orders.map(({ orderId, childOrderId, merchantId }) => ({ order_id: orderId, child_id: childOrderId, merchant_id: merchantId }));
  const published = (turns.get(db) ?? Promise.resolve()).then(() => db.query({ name: 'publish-receipts', text: publish, values: [JSON.stringify(rows), each] }));
  turns.set(db, published.catch(() => undefined));
  return published;
};

export const ordersOf = async (db: Client, most: number): Promise<readonly Watched[]> =>
  (await db.query<Watched>(
    `SELECT o.id AS "orderId", c.id AS "childOrderId", o.merchant_id AS "merchantId" FROM orders_sync.orders o JOIN orders_sync.child_order c ON c.order_id = o.id AND c.position = 0 ORDER BY o.id LIMIT $1`, [most])).rows;
