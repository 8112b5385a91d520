import type { Sql, Tx } from '@paygraph/shared/db/sql';
import type { MerchantId } from '@paygraph/shared/ids';
import type { SavedMethod } from '../domain/saved-method';

const columns = `id, version, customer_id AS "customerId", contract_id AS "contractId", provider, sealed_reference AS "sealedReference", fingerprint,
  brand, last4, expires_on AS "expiresOn", off_by AS "offBy", is_default AS "isDefault", payment_id AS "paymentId"`;

/** Changes of one buyer's methods go one after another: the default is one of all of them. */
export const lockCustomer = (tx: Tx, customerId: string): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('saved-methods:' || $1, 0))`, [customerId]);

export const findMethods = (sql: Sql, ids: readonly string[]): Promise<SavedMethod[]> =>
  sql.query<SavedMethod>(`SELECT ${columns} FROM saved_method WHERE id = ANY($1::uuid[])`, [ids]);

export const methodsOf = (sql: Sql, customerId: string): Promise<SavedMethod[]> =>
  sql.query<SavedMethod>(`SELECT ${columns} FROM saved_method WHERE customer_id = $1`, [customerId]);

/** Newest first. */
export const listMethods = (sql: Sql, { customerId, before, limit }: { customerId: string; before: string | null; limit: number }): Promise<SavedMethod[]> =>
  sql.query<SavedMethod>(`SELECT ${columns} FROM saved_method WHERE customer_id = $1 AND ($2::uuid IS NULL OR id < $2::uuid) ORDER BY id DESC LIMIT $3`, [customerId, before, limit]);

export const insertMethod = (tx: Tx, merchantId: MerchantId, method: SavedMethod): Promise<unknown> =>
  tx.query(
    `INSERT INTO saved_method (id, merchant_id, version, customer_id, contract_id, provider, sealed_reference, fingerprint, brand, last4, expires_on, off_by, is_default, payment_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      method.id, merchantId, method.version, method.customerId, method.contractId, method.provider, method.sealedReference, method.fingerprint,
      method.brand, method.last4, method.expiresOn, method.offBy, method.isDefault, method.paymentId,
    ],
  );

/** What of a method can change; whose card it is never does. */
export const updateMethod = (tx: Tx, method: SavedMethod): Promise<unknown> =>
  tx.query(
    `UPDATE saved_method SET version = $2, provider = $3, sealed_reference = $4, brand = $5, last4 = $6, expires_on = $7, off_by = $8, is_default = $9, payment_id = $10 WHERE id = $1`,
    [method.id, method.version, method.provider, method.sealedReference, method.brand, method.last4, method.expiresOn, method.offBy, method.isDefault, method.paymentId],
  );

/** The unique index allows one default a buyer at any moment, so the old one goes before the new one comes. */
export const dropDefault = (tx: Tx, customerId: string): Promise<unknown> =>
  tx.query('UPDATE saved_method SET is_default = false WHERE customer_id = $1 AND is_default', [customerId]);
