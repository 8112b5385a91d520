import type { Sql, Tx } from '@paygraph/shared/db/sql';
import type { MerchantId } from '@paygraph/shared/ids';
import type { Consent } from '../domain/consent';

/** The only thing that may be done to the ledger: the table itself refuses the rest. */
export const recordConsent = (tx: Tx, merchantId: MerchantId, consent: Consent): Promise<unknown> =>
  tx.query(
    `INSERT INTO consent (id, merchant_id, saved_method_id, customer_id, kind, wording_version, payment_id, happened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [consent.id, merchantId, consent.savedMethodId, consent.customerId, consent.kind, consent.wordingVersion, consent.paymentId, consent.happenedAt],
  );

const columns = `id, saved_method_id AS "savedMethodId", customer_id AS "customerId", kind, wording_version AS "wordingVersion", payment_id AS "paymentId", happened_at AS "happenedAt"`;

/** Oldest first. */
export const consentsOf = (sql: Sql, savedMethodIds: readonly string[]): Promise<Consent[]> =>
  sql.query<Consent>(`SELECT ${columns} FROM consent WHERE saved_method_id = ANY($1::uuid[]) ORDER BY recorded_at, id`, [savedMethodIds]);

/** The wording that was agreed to last: what a restored consent means. */
export const lastWording = async (sql: Sql, savedMethodId: string): Promise<string | null> => {
  const rows = await sql.query<{ wording: string }>(`SELECT wording_version AS wording FROM consent WHERE saved_method_id = $1 AND kind = 'given' ORDER BY recorded_at DESC, id DESC LIMIT 1`, [savedMethodId]);
  return rows[0]?.wording ?? null;
};

/** When the buyer last switched the method off, if ever. */
export const withdrawnAt = async (sql: Sql, savedMethodId: string): Promise<Date | null> => {
  const rows = await sql.query<{ at: Date | null }>(`SELECT max(happened_at) AS at FROM consent WHERE saved_method_id = $1 AND kind = 'withdrawn'`, [savedMethodId]);
  return rows[0]?.at ?? null;
};
