import type { Database } from '../db/database';
import type { MerchantId } from '../ids';
import type { DueWork } from './due-work';

export type Claimed = DueWork & Readonly<{ traceparent?: string }>;

type Row = Readonly<{ id: string; kind: string; ref: string; merchant_id: MerchantId; payload: unknown; attempt: number; fence: string; traceparent: string | null }>;

const toWork = ({ merchant_id, fence, traceparent, ...row }: Row): Claimed => ({ ...row, merchantId: merchant_id, fence: Number(fence), traceparent: traceparent ?? undefined });

/**
 * The oldest due piece of each free `ref`. A ref is busy while one of its pieces holds a lease; a piece whose lease ran out is due
 * again itself, and a new fence shuts out whoever held it.
 */
const claimSql = `
  WITH candidate AS (
    SELECT id, ref, due_at FROM due_work d
    WHERE due_at <= now() AND kind = ANY($1::text[]) AND (claimed_until IS NULL OR claimed_until <= now())
      AND NOT EXISTS (SELECT FROM due_work busy WHERE busy.ref = d.ref AND busy.id <> d.id AND busy.claimed_until > now())
    ORDER BY due_at, id LIMIT $2 * 20
  ), first AS (
    SELECT DISTINCT ON (ref) id, due_at FROM candidate ORDER BY ref, due_at, id
  ), chosen AS (
    SELECT id FROM first ORDER BY due_at LIMIT $2
  ), locked AS (
    SELECT id FROM due_work WHERE id IN (SELECT id FROM chosen) FOR UPDATE SKIP LOCKED
  )
  UPDATE due_work SET claimed_until = clock_timestamp() + make_interval(secs => $3::double precision / 1000), fence = fence + 1, attempt = attempt + 1
  WHERE id IN (SELECT id FROM locked)
  RETURNING id, kind, ref, merchant_id, payload, attempt, fence, traceparent`;

export type ClaimOptions = Readonly<{ kinds: readonly string[]; max: number; leaseMs: number }>;

/** One claimer at a time: two that look at once could each take a different piece of the same ref. One round trip. */
export const claim = async (db: Database, { kinds, max, leaseMs }: ClaimOptions): Promise<Claimed[]> => {
  const claimed: Claimed[] = [];
  await db.transaction('system', async (tx) => {
    tx.write(`SELECT pg_advisory_xact_lock(hashtext($1), 0)`, [`${tx.service}:due-work`]);
    tx.write(claimSql, [kinds, max, leaseMs], { heard: (rows) => void claimed.push(...(rows as Row[]).map(toWork)) });
  });
  return claimed;
};

/** Whether something is due; asked without a transaction, so that an idle worker costs one small query. */
export const anyDue = async (db: Database, kinds: readonly string[]): Promise<boolean> =>
  (
    await db.query(
      `SELECT FROM due_work WHERE due_at <= now() AND kind = ANY($1::text[]) AND (claimed_until IS NULL OR claimed_until <= now()) LIMIT 1`,
      [kinds],
    )
  ).length > 0;

/** Prolongs the leases of what still runs here; those that were taken over stay with their new owner. */
export const renew = async (db: Database, works: readonly DueWork[], leaseMs: number): Promise<void> => {
  await db.query(
    `UPDATE due_work d SET claimed_until = clock_timestamp() + make_interval(secs => $3::double precision / 1000)
     FROM unnest($1::uuid[], $2::bigint[]) AS mine(id, fence) WHERE d.id = mine.id AND d.fence = mine.fence AND d.claimed_until IS NOT NULL`,
    [works.map(({ id }) => id), works.map(({ fence }) => fence), leaseMs],
  );
};

const settled = new WeakSet<DueWork>();
/** A committed transaction of this process completed or rescheduled the work: nobody need ask the database what became of it. */
export const noteSettled = (work: DueWork): void => void settled.add(work);
export const isSettled = (work: DueWork): boolean => settled.has(work);

/** Gives failed work back, due again 1 s, 2 s, 4 s … 5 min from now, by how often it failed in a row. True when it still was ours. */
export const release = async (db: Database, work: DueWork, reason: string): Promise<boolean> =>
  (
    await db.query(
      `UPDATE due_work SET claimed_until = NULL, last_error = $3, failures = failures + 1, due_at = clock_timestamp() + make_interval(secs => least(300, 2 ^ least(failures, 20)))
       WHERE id = $1 AND fence = $2 AND claimed_until IS NOT NULL RETURNING id`,
      [work.id, work.fence, reason.slice(0, 500)],
    )
  ).length > 0;
