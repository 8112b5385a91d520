import { Client, types } from 'pg';
import type { Books } from './books';

type Tables = Omit<Books, 'bank' | 'register' | 'carrier' | 'bugs' | 'messages' | 'told' | 'outputs' | 'secrets'>;

const services = ['merchants', 'tokens', 'payments', 'fiscalization', 'orders_sync'] as const;
/** The same question to every service's schema. */
const everywhere = (select: (schema: string) => string): string => services.map(select).join(' UNION ALL ');

const statements: Readonly<Record<keyof Tables, string>> = {
  orders: 'SELECT id, merchant_id, number, status, seq, total FROM orders_sync.orders',
  children: 'SELECT c.id, c.order_id, c.number, c.status, (SELECT sum(returned_milli) FROM orders_sync.order_line l WHERE l.child_order_id = c.id)::bigint AS returned FROM orders_sync.child_order c',
  orderPayments: 'SELECT order_id, payment_id, state, captured, refunded FROM orders_sync.order_payment',
  openRequests: `SELECT id, order_id, kind, state FROM orders_sync.payment_request WHERE state <> 'done'`,
  timeline: `SELECT order_id, seq, kind, to_char(recorded_at, 'HH24:MI:SS.MS') AS at FROM orders_sync.timeline ORDER BY order_id, seq`,
  signals: 'SELECT merchant_id, signal_id, child_order_id FROM orders_sync.delivery_signal',
  payments: 'SELECT id, order_id, state, provider_payment_id, review_reason, amount, authorized, captured, released, refunded, refund_pending FROM payments.payment',
  operations: 'SELECT id, payment_id, kind, state, amount, provider_payment_id, failure FROM payments.operation',
  ledger: 'SELECT payment_id, operation_id, movement, account, legal_entity_id, amount FROM payments.ledger_entry',
  refundKeys: `SELECT key, response ->> 'operationId' AS operation_id FROM payments.idempotency WHERE operation = 'refundPayment'`,
  receipts: `SELECT r.id, r.order_id, r.child_order_id, r.payment_id, r.legal_entity_id, r.kind, r.state, r.total, r.print_key, f.fd, r.problem, r.asks, r.remote_id, r.sent_at
    FROM fiscalization.receipt r LEFT JOIN fiscalization.receipt_fiscal f ON f.receipt_id = r.id`,
  registerCalls: `SELECT receipt_id, to_char(called_at, 'HH24:MI:SS.MS') AS at, operation, outcome, reason, duration_ms FROM fiscalization.register_call ORDER BY id`,
  consents: `SELECT payment_id, count(*) FROM tokens.consent WHERE kind = 'given' GROUP BY payment_id`,
  events: everywhere((schema) => `SELECT '${schema}' AS service, event_id, topic, aggregate_id, aggregate_version, type, body ->> 'orderId' AS order_id,
    CASE WHEN topic = 'fiscalization.receipt.v1' THEN body ->> 'kind' END AS receipt_kind FROM ${schema}.event_log`),
  cursors: everywhere((schema) => `SELECT consumer, topic, aggregate_id, last_version FROM ${schema}.consumer_cursor`),
  outbox: everywhere((schema) => `SELECT '${schema}' AS service, event_id FROM ${schema}.outbox`),
  parked: everywhere((schema) => `SELECT '${schema}' AS service, topic, aggregate_id, reason, error FROM ${schema}.parked`),
  work: everywhere((schema) => `SELECT '${schema}' AS service, kind, ref, attempt, extract(epoch FROM now() - due_at)::int AS late, claimed_until, last_error FROM ${schema}.due_work`),
};

// Sums fit a double to the kopeck; as text they could not be added.
const asNumbers = { getTypeParser: (oid: number, format?: 'text') => (oid === 20 ? Number : types.getTypeParser(oid, format)) };

/** Every table that matters, as the owner, by plain SQL. */
export const readDatabase = async (ownerUrl: string): Promise<Tables> => {
  const client = new Client({ connectionString: ownerUrl, types: asNumbers as never });
  await client.connect();
  try {
    const read: [string, unknown][] = [];
    for (const [name, statement] of Object.entries(statements)) read.push([name, (await client.query(statement)).rows]);
    return Object.fromEntries(read) as unknown as Tables;
  } finally {
    await client.end();
  }
};
