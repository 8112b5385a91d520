import type { Sql, Tx } from '@paygraph/shared/db/sql';
import type { LegalEntityId, MerchantId, OrderId, PaymentId } from '@paygraph/shared/ids';

export type PaymentRow = Readonly<{
  id: PaymentId;
  orderId: OrderId;
  legalEntityId: LegalEntityId | null;
  provider: string | null;
  providerPaymentId: string | null;
  captured: boolean;
}>;

export type PaymentNews = Readonly<{ id: PaymentId; orderId: OrderId }> & Partial<Pick<PaymentRow, 'legalEntityId' | 'provider' | 'providerPaymentId' | 'captured'>>;

const merge = `
  INSERT INTO payment AS p (id, merchant_id, order_id, legal_entity_id, provider, provider_payment_id, captured)
  VALUES ($1, $2, $3, $4, $5, $6, coalesce($7, false))
  ON CONFLICT (id) DO UPDATE SET
    legal_entity_id = coalesce($4, p.legal_entity_id),
    provider = coalesce($5, p.provider),
    provider_payment_id = coalesce($6, p.provider_payment_id),
    captured = p.captured OR coalesce($7, false)`;

/** Adds what an event says to what is known of the payment; nothing that is known is forgotten. */
export const learnPayment = async (tx: Tx, merchantId: MerchantId, news: PaymentNews): Promise<void> => {
  const { id, orderId, legalEntityId = null, provider = null, providerPaymentId = null, captured = null } = news;
  tx.write(merge, [id, merchantId, orderId, legalEntityId, provider, providerPaymentId, captured]);
};

const columns = `id, order_id AS "orderId", legal_entity_id AS "legalEntityId", provider, provider_payment_id AS "providerPaymentId", captured`;

export const paymentsOf = (sql: Sql, orderId: string): Promise<PaymentRow[]> =>
  sql.query<PaymentRow>(`SELECT ${columns} FROM payment WHERE order_id = $1 ORDER BY id`, [orderId]);
