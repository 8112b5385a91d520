import type { Sql, Tx } from '../db/sql';
import { fromMessage } from './envelope';
import type { Item } from './inbox-batch';
import type { Key, ParkReason } from './inbox-store';

export type ParkedRow = Readonly<{ id: string; topic: string; aggregate_id: string; event_id: string; aggregate_version: number | null; value: string; tries: number }>;

const firstPauseMs: Readonly<Record<'retry' | 'later' | 'gap', number>> = { retry: 1_000, later: 500, gap: 1_000 };
const longestPauseMs: Readonly<Record<'retry' | 'later' | 'gap', number>> = { retry: 300_000, later: 60_000, gap: 300_000 };

const pauseFor = (reason: ParkReason, tries: number): number | null => {
  if (reason === 'never' || reason === 'behind') return null;
  return Math.min(longestPauseMs[reason], firstPauseMs[reason] * 2 ** Math.min(tries, 20));
};

export const findDue = (db: Sql, group: string, max: number): Promise<Pick<ParkedRow, 'id' | 'topic' | 'aggregate_id'>[]> =>
  db.query(`SELECT id, topic, aggregate_id FROM parked WHERE consumer = $1 AND next_try_at <= now() ORDER BY next_try_at, id LIMIT $2`, [group, max]);

/** Locks the key and reads the row again; `undefined` when another member has the key in hand or the row is no longer due. */
export const lockParked = async (tx: Tx, group: string, { id, topic, aggregate_id }: Pick<ParkedRow, 'id' | 'topic' | 'aggregate_id'>): Promise<{ row: ParkedRow; last: number } | undefined> => {
  const key = [group, topic, aggregate_id];
  const [cursor] = await tx.query<{ last_version: number }>(
    'SELECT last_version FROM consumer_cursor WHERE consumer = $1 AND topic = $2 AND aggregate_id = $3 FOR UPDATE SKIP LOCKED',
    key,
  );
  if (!cursor) return undefined;
  const [row] = await tx.query<ParkedRow>(
    'SELECT id, topic, aggregate_id, event_id, aggregate_version, value, tries FROM parked WHERE id = $1 AND next_try_at <= clock_timestamp()',
    [id],
  );
  return row && { row, last: cursor.last_version };
};

export const toParkedItem = ({ topic, aggregate_id, event_id, value }: ParkedRow): Item => {
  const read = fromMessage({ topic, key: aggregate_id, value });
  const base = { topic, aggregateId: aggregate_id, value, eventId: event_id };
  return read.ok ? { ...base, event: read.value } : { ...base, problem: read.error.reason };
};

/** The lowest version that waits at this key, and whether a message of unknown version waits there. */
export const headOf = async (tx: Tx, group: string, { topic, aggregateId }: Key): Promise<{ version: number | null; unreadable: boolean }> => {
  const [head] = await tx.query<{ version: number | null; unreadable: boolean }>(
    `SELECT min(aggregate_version) AS version, coalesce(bool_or(aggregate_version IS NULL), false) AS unreadable
     FROM parked WHERE consumer = $1 AND topic = $2 AND aggregate_id = $3`,
    [group, topic, aggregateId],
  );
  return head ?? { version: null, unreadable: false };
};

/** Takes a row out and calls whatever waits at the key, which then finds its own place. */
export const unpark = async (tx: Tx, group: string, row: Pick<ParkedRow, 'id' | 'topic' | 'aggregate_id'>): Promise<void> => {
  await tx.query('DELETE FROM parked WHERE id = $1', [row.id]);
  await tx.query(
    `UPDATE parked SET next_try_at = clock_timestamp() WHERE id = (
       SELECT id FROM parked WHERE consumer = $1 AND topic = $2 AND aggregate_id = $3 ORDER BY aggregate_version NULLS FIRST LIMIT 1)
     AND reason IN ('behind', 'gap')`,
    [group, row.topic, row.aggregate_id],
  );
};

export type Postponed = Readonly<{ reason: ParkReason; error?: string; version?: number }>;

export const postpone = async (tx: Tx, row: ParkedRow, { reason, error, version }: Postponed): Promise<void> => {
  await tx.query(
    `UPDATE parked SET reason = $2, error = $3, tries = tries + 1, aggregate_version = coalesce(aggregate_version, $4),
       next_try_at = clock_timestamp() + make_interval(secs => $5::double precision / 1000) WHERE id = $1`,
    [row.id, reason, error?.slice(0, 500) ?? null, version ?? null, pauseFor(reason, row.tries)],
  );
};
