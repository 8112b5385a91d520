import { mustTouch, type Sql, type Tx } from '@paygraph/shared/db/sql';
import { isUuid } from '@paygraph/shared/ids';
import { amountsOf } from '../domain/amounts';
import type { Snapshot } from '../domain/payment';
import { toOperation, toPayment, type OperationRow, type PaymentRow } from './rows';

/** A payment under its row lock, with the database's own time. */
export type Locked = Snapshot & Readonly<{ now: Date }>;

/**
 * Locks a payment for the rest of the transaction. The operations are read by a statement of their own: one that waited for the lock
 * would still see the operations as they were before the wait.
 */
export const lockPayment = async (tx: Tx, id: string): Promise<Locked | null> => {
  if (!isUuid(id)) return null;
  const lock = tx.query<PaymentRow & { now: Date }>(`SELECT *, clock_timestamp() AS now FROM payment WHERE id = $1 FOR UPDATE`, [id]);
  const [[row], operations] = await Promise.all([lock, operationsOf(tx, id)]);
  return row ? { payment: toPayment(row), operations, now: row.now } : null;
};

const operationsOf = async (tx: Sql, id: string) =>
  (await tx.query<OperationRow>(`SELECT * FROM operation WHERE payment_id = $1 ORDER BY seq`, [id])).map(toOperation);

/** A payment as it stands, without a lock: for showing, never for deciding. */
export const readPayment = async (sql: Sql, id: string): Promise<Snapshot | null> => {
  if (!isUuid(id)) return null;
  const [[row], operations] = await Promise.all([sql.query<PaymentRow>(`SELECT * FROM payment WHERE id = $1`, [id]), operationsOf(sql, id)]);
  return row ? { payment: toPayment(row), operations } : null;
};

const insert = `
  INSERT INTO payment (id, merchant_id, order_id, contract_id, legal_entity_id, customer_id, provider, method, currency, amount, state, version,
    return_url, consent_wording, consent_given_at, routing)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`;

export const insertPayment = async (tx: Tx, { payment: p }: Snapshot): Promise<void> => {
  tx.write(insert, [
    p.id, p.merchantId, p.orderId, p.contractId, p.legalEntityId, p.customerId, p.provider, p.method, p.currency, p.amount, p.state, p.version,
    p.returnUrl, p.consent?.wordingVersion ?? null, p.consent?.givenAt ?? null, JSON.stringify(p.routing),
  ]);
};

const update = mustTouch(`
  UPDATE payment SET state = $3, version = $4, page_id = $5, page_url = $6, page_expires_at = $7, provider_payment_id = $8, hold_expires_at = $9,
    decline_reason = $10, review_reason = $11, authorized = $12, captured = $13, released = $14, refunded = $15, refund_pending = $16, consent_wording = $17, consent_given_at = $18,
    binding_told = $19, updated_at = now()
  WHERE id = $1 AND version = $2 RETURNING 1 AS saved`);

/** The transaction fails when another writer was faster, which the row lock rules out: a caller that did not lock. */
export const updatePayment = async (tx: Tx, before: Snapshot, { payment: p, operations }: Snapshot): Promise<void> => {
  const sums = amountsOf(operations);
  const values = [
    p.id, before.payment.version, p.state, p.version, p.pageId, p.pageUrl, p.pageExpiresAt, p.providerPaymentId, p.holdExpiresAt,
    p.declineReason, p.reviewReason, sums.authorized, sums.captured, sums.released, sums.refunded, sums.refundPending,
    p.consent?.wordingVersion ?? null, p.consent?.givenAt ?? null, p.bindingTold,
  ];
  tx.write(update, values, { otherwise: () => new Error(`Payment ${p.id} was changed by another writer; lock it before deciding`) });
};
