import { createHash } from 'node:crypto';
import type { Sql, Tx } from '@paygraph/shared/db/sql';
import { trimMax, type Trim } from '@paygraph/shared/messaging/retention';
import { newId, type ContractId, type MerchantId } from '@paygraph/shared/ids';

export type RawNotification = Readonly<{ merchantId: MerchantId; contractId: ContractId; provider: string; contentType: string; raw: Buffer }>;

const insert = `
  INSERT INTO provider_notification (id, merchant_id, contract_id, provider, dedupe_key, content_type, raw) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (contract_id, dedupe_key) DO UPDATE SET seen = provider_notification.seen + 1
  RETURNING id`;

/** Keeps a notification byte for byte; the same bytes again only count up. Returns its id. */
export const storeNotification = async (sql: Sql, n: RawNotification): Promise<string> => {
  const dedupeKey = createHash('sha256').update(n.raw).digest('hex');
  const [row] = await sql.query<{ id: string }>(insert, [newId(), n.merchantId, n.contractId, n.provider, dedupeKey, n.contentType.slice(0, 200), n.raw]);
  if (!row) throw new Error('The notification was not stored');
  return row.id;
};

/** Notes what was decided about a stored notification. */
export const decideNotification = async (tx: Tx, id: string, { verdict, paymentId }: { verdict: string; paymentId: string | null }): Promise<void> => {
  tx.write(`UPDATE provider_notification SET verdict = $2, payment_id = $3, decided_at = clock_timestamp() WHERE id = $1`, [id, verdict, paymentId]);
};

const refusedDefaultDays = 30;

/** What was refused, whole rows, goes after 30 days unless told; what was believed is the bank's word and stays with the payment. */
export const trimRefusedNotifications = (days = refusedDefaultDays): Trim => ({
  table: 'provider_notification',
  days,
  sql: `DELETE FROM provider_notification WHERE id IN (
    SELECT id FROM provider_notification WHERE verdict LIKE 'refused:%' AND received_at < now() - make_interval(days => $1) ORDER BY received_at LIMIT ${trimMax}) RETURNING id`,
});
