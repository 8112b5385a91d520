import type { Sql } from '@paygraph/shared/db/sql';
import type { OrderId, PaymentId } from '@paygraph/shared/ids';
import { minor, type Minor } from '@paygraph/shared/money';
import type { Account } from '../domain/ledger';
import type { Operation } from '../domain/operation';
import type { Payment } from '../domain/payment';
import { liveStates, openStates, settledStates } from '../domain/payment-state';
import { toOperation, toPayment, type OperationRow, type PaymentRow } from './rows';

/** The payment of an order that has its money, or else the one whose page is open. */
export const currentPaymentOf = async (sql: Sql, orderId: string): Promise<Payment | null> => {
  const text = `SELECT * FROM payment WHERE order_id = $1 AND state = ANY($2) ORDER BY state = ANY($3) DESC, id DESC LIMIT 1`;
  const [row] = await sql.query<PaymentRow>(text, [orderId, [...liveStates, ...openStates], liveStates]);
  return row ? toPayment(row) : null;
};

/** Whether another payment of the same order has paid it already, also when all of that money went back since. */
export const isPaidOtherwise = async (sql: Sql, { id, orderId }: Payment): Promise<boolean> =>
  (await sql.query(`SELECT 1 FROM payment WHERE order_id = $1 AND id <> $2 AND state = ANY($3) LIMIT 1`, [orderId, id, settledStates])).length > 0;

/** A payment of the order that was given back whole: the order is over. */
export const refundedPaymentOf = async (sql: Sql, orderId: string): Promise<PaymentId | null> =>
  (await sql.query<{ id: PaymentId }>(`SELECT id FROM payment WHERE order_id = $1 AND state = 'refunded' LIMIT 1`, [orderId]))[0]?.id ?? null;

/** The youngest payment of an order, whatever became of it. */
export const latestPaymentOf = async (sql: Sql, orderId: OrderId): Promise<Payment | null> => {
  const [row] = await sql.query<PaymentRow>(`SELECT * FROM payment WHERE order_id = $1 ORDER BY id DESC LIMIT 1`, [orderId]);
  return row ? toPayment(row) : null;
};

// An array that the planner sees is planned for anew at every call.
const anyId = 'ANY((SELECT $1::uuid[])::uuid[])';

export const paymentsByIds = async (sql: Sql, ids: readonly string[]): Promise<Payment[]> =>
  (await sql.query<PaymentRow>(`SELECT * FROM payment WHERE id = ANY($1::uuid[])`, [ids])).map(toPayment);

export const paymentsByOrders = async (sql: Sql, orderIds: readonly string[]): Promise<Payment[]> =>
  (await sql.query<PaymentRow>(`SELECT * FROM payment WHERE order_id = ${anyId} ORDER BY id`, [orderIds])).map(toPayment);

export type PaymentPage = Readonly<{ afterId: string | null; limit: number; state: string | null; customerId: string | null }>;

/** Newest first: ids grow with time. */
export const listPayments = async (sql: Sql, { afterId, limit, state, customerId }: PaymentPage): Promise<Payment[]> => {
  const text = `
    SELECT * FROM payment WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR state = $2) AND ($3::uuid IS NULL OR customer_id = $3)
    ORDER BY id DESC LIMIT $4`;
  return (await sql.query<PaymentRow>(text, [afterId, state, customerId, limit])).map(toPayment);
};

export type ShownOperation = Operation & Readonly<{ paymentId: string; createdAt: Date; updatedAt: Date }>;

const toShown = (row: OperationRow): ShownOperation => ({ ...toOperation(row), paymentId: row.payment_id, createdAt: row.created_at, updatedAt: row.updated_at });

export const operationsOfPayments = async (sql: Sql, paymentIds: readonly string[]): Promise<ShownOperation[]> => {
  const rows = await sql.query<OperationRow>(`SELECT * FROM operation WHERE payment_id = ANY($1::uuid[]) ORDER BY payment_id, seq`, [paymentIds]);
  return rows.map(toShown);
};

/** Those of all payments of these orders: they can be asked for together with the payments. */
export const operationsOfOrders = async (sql: Sql, orderIds: readonly string[]): Promise<ShownOperation[]> => {
  const text = `SELECT o.* FROM operation o JOIN payment p ON p.id = o.payment_id WHERE p.order_id = ${anyId} ORDER BY o.payment_id, o.seq`;
  return (await sql.query<OperationRow>(text, [orderIds])).map(toShown);
};

export type BankEventRow = Readonly<{
  id: string; operationId: string | null; direction: 'intent' | 'out' | 'in' | 'hand'; action: string; request: object; answer: object | null; status: number | null;
  outcome: string; tookMs: number | null; happenedAt: Date;
}>;
export type BankEventPage = Readonly<{ paymentId: string; afterId: string | null; limit: number; search: string | null }>;

/** What was said to the provider and by it about a payment, oldest first. `search` takes words as a web search does. */
export const bankEvents = (sql: Sql, { paymentId, afterId, limit, search }: BankEventPage): Promise<BankEventRow[]> =>
  sql.query<BankEventRow>(
    `SELECT id, operation_id AS "operationId", direction, action, request, answer, status, outcome, took_ms AS "tookMs", happened_at AS "happenedAt"
     FROM provider_call WHERE payment_id = $1 AND ($2::bigint IS NULL OR id > $2) AND ($3::text IS NULL OR search @@ websearch_to_tsquery('simple', $3))
     ORDER BY id LIMIT $4`,
    [paymentId, afterId, search, limit],
  );

export type Balance = Readonly<{ account: Account; legalEntityId: string | null; amount: Minor }>;

/** Sums over the whole ledger of the merchant; nothing is stored that could disagree with it. */
export const ledgerBalances = async (sql: Sql): Promise<Balance[]> => {
  const text = `SELECT account, legal_entity_id AS "legalEntityId", sum(amount)::text AS amount FROM ledger_entry GROUP BY 1, 2 ORDER BY 1, 2`;
  const rows = await sql.query<{ account: Account; legalEntityId: string | null; amount: string }>(text);
  return rows.map((row) => ({ ...row, amount: minor(Number(row.amount)) }));
};
