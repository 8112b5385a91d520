import type { Sql, Tx } from '@paygraph/shared/db/sql';
import { isUuid, type CustomerId, type MerchantId, type OrderId } from '@paygraph/shared/ids';
import { minor } from '@paygraph/shared/money';
import type { OrderFacts } from '../domain/facts';

type OrderRow = {
  id: OrderId; merchant_id: MerchantId; number: string; customer_id: CustomerId | null; total: string; sealed_contact: string;
  children: OrderFacts['children']; cancelled: boolean;
};

const toOrder = (row: OrderRow): OrderFacts => ({
  id: row.id, merchantId: row.merchant_id, number: row.number, customerId: row.customer_id, total: minor(Number(row.total)),
  sealedContact: row.sealed_contact, children: row.children, cancelled: row.cancelled,
});

export const findOrder = async (sql: Sql, id: string): Promise<OrderFacts | null> => {
  if (!isUuid(id)) return null;
  const [row] = await sql.query<OrderRow>(`SELECT * FROM order_facts WHERE id = $1`, [id]);
  return row ? toOrder(row) : null;
};

/** Holds the order for the transaction, so that starting a payment and cancelling the order cannot pass each other. */
export const lockOrder = async (sql: Sql, id: string): Promise<OrderFacts | null> => {
  if (!isUuid(id)) return null;
  const [row] = await sql.query<OrderRow>(`SELECT * FROM order_facts WHERE id = $1 FOR UPDATE`, [id]);
  return row ? toOrder(row) : null;
};

/** @throws when the order is not there: a payment cannot exist without one. */
export const orderOf = async (sql: Sql, id: OrderId): Promise<OrderFacts> => {
  const order = await findOrder(sql, id);
  if (!order) throw new Error(`Order ${id} of a payment is not in the read model`);
  return order;
};

const insert = `
  INSERT INTO order_facts (id, merchant_id, number, customer_id, total, sealed_contact, children) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (id) DO NOTHING`;

export const insertOrder = async (tx: Tx, order: Omit<OrderFacts, 'cancelled'>): Promise<void> => {
  tx.write(insert, [order.id, order.merchantId, order.number, order.customerId, order.total, order.sealedContact, JSON.stringify(order.children)]);
};

export const markOrderCancelled = async (tx: Tx, id: string): Promise<void> => {
  tx.write(`UPDATE order_facts SET cancelled = true WHERE id = $1`, [id]);
};
