import { createHash } from 'node:crypto';
import type { MerchantId } from '../ids';
import { err, ok, type Result } from '../result';
import { trimMax, type Trim } from '../messaging/retention';
import { isolateByMerchant, trimmable } from './row-level-security';
import type { Tx } from './sql';

/** SQL for a service's migration: what each key of a merchant's mutation was used for, and the first result. */
export const idempotencyTable = `
  CREATE TABLE idempotency (
    merchant_id uuid NOT NULL,
    operation text NOT NULL,
    key text NOT NULL,
    request_hash text NOT NULL,
    response jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (merchant_id, operation, key)
  );
  ${isolateByMerchant('idempotency')}
`;

/** SQL for a later migration: old keys can be found and deleted, one that is younger than a week by nobody. */
export const idempotencyRetention = `
  CREATE INDEX idempotency_created ON idempotency (created_at);
  ${trimmable('idempotency', `created_at < now() - interval '7 days'`)}
`;

const keysDefaultDays = 90;

/** Keys are forgotten after 90 days unless told. No client repeats that late; a refund or a capture under a forgotten key is still held back by its operation. */
export const trimIdempotency = (days = keysDefaultDays): Trim => ({
  table: 'idempotency',
  days,
  sql: `DELETE FROM idempotency WHERE (merchant_id, operation, key) IN (
    SELECT merchant_id, operation, key FROM idempotency WHERE created_at < now() - make_interval(days => $1) ORDER BY created_at LIMIT ${trimMax}) RETURNING key`,
});

export type IdempotencyError =
  | { kind: 'IdempotencyConflict'; operation: string; key: string }
  | { kind: 'BadIdempotencyKey' };

export type OnceAsk = Readonly<{ merchantId: MerchantId; operation: string; key: string; input: unknown }>;

const isKey = (key: string): boolean => /^[\x20-\x7e]{1,255}$/.test(key) && key.trim() !== '';

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, sorted(inner)]);
};

/** SHA-256 of an input in which the order of its fields, and whether an absent one is null, make no difference. */
export const hashOfInput = (input: unknown): string => createHash('sha256').update(JSON.stringify(sorted(input) ?? null)).digest('hex');

// A second caller with the same key waits here for the first one's commit or rollback.
const claim = `
  INSERT INTO idempotency (merchant_id, operation, key, request_hash) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING RETURNING 1 AS claimed`;
const earlier = `SELECT request_hash, response FROM idempotency WHERE merchant_id = $1 AND operation = $2 AND key = $3`;

/**
 * Runs `work` once for a key, in the caller's transaction: a repeat with the same input gets the first value back, one with
 * another input gets `IdempotencyConflict`. An expected failure of `work` frees the key: nothing was done under it.
 * The value must survive JSON. Call before any lock on business rows, so that equal keys queue here.
 */
export const once = async <T, E>(tx: Tx, ask: OnceAsk, work: () => Promise<Result<T, E>>): Promise<Result<T, E | IdempotencyError>> => {
  if (!isKey(ask.key)) return err({ kind: 'BadIdempotencyKey' });
  const place = [ask.merchantId, ask.operation, ask.key];
  const hash = hashOfInput(ask.input);
  const [claimed] = await tx.query(claim, [...place, hash]);
  if (!claimed) return repeated<T>(tx, ask, hash);
  const done = await work();
  if (done.ok) tx.write(`UPDATE idempotency SET response = $4 WHERE merchant_id = $1 AND operation = $2 AND key = $3`, [...place, JSON.stringify(done.value ?? null)]);
  else tx.write(`DELETE FROM idempotency WHERE merchant_id = $1 AND operation = $2 AND key = $3`, place);
  return done;
};

const repeated = async <T>(tx: Tx, { merchantId, operation, key }: OnceAsk, hash: string): Promise<Result<T, IdempotencyError>> => {
  const [first] = await tx.query<{ request_hash: string; response: T }>(earlier, [merchantId, operation, key]);
  // The first caller rolled back between our two statements, which only a failed work does: the caller may simply try again.
  if (!first) throw new Error(`The first use of an idempotency key of ${operation} was undone; repeat the request`);
  return first.request_hash === hash ? ok(first.response) : err({ kind: 'IdempotencyConflict', operation, key });
};
