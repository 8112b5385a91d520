import type { Database } from '../db/database';
import { keyName, loadKeys, moveCursors } from './inbox-store';
import { unpark } from './parked-store';
import { wakes } from './wakes';

/** An event that could not be applied. Its content is not shown: it may be personal. */
export type DeadLetter = Readonly<{
  id: string;
  group: string;
  topic: string;
  aggregateId: string;
  aggregateVersion: number | null;
  eventId: string;
  /** `never` waits for a replay; the others try again by themselves. */
  reason: 'retry' | 'later' | 'never' | 'gap';
  error: string | null;
  tries: number;
  parkedAt: Date;
  /** Events of the same key that wait behind it. */
  behind: number;
}>;

type Discarded = Readonly<{ id: string; consumer: string; topic: string; aggregate_id: string; aggregate_version: number | null }>;

const listMax = 500;

/** What is parked and why, oldest first, at most 500; events that only wait behind another are counted with it. */
export const listDeadLetters = (db: Database): Promise<DeadLetter[]> =>
  db.query<DeadLetter>(
    `SELECT id, consumer AS "group", topic, aggregate_id AS "aggregateId", aggregate_version AS "aggregateVersion", event_id AS "eventId", reason, error, tries,
       parked_at AS "parkedAt", (SELECT count(*)::int FROM parked b WHERE b.consumer = p.consumer AND b.topic = p.topic AND b.aggregate_id = p.aggregate_id AND b.reason = 'behind') AS behind
     FROM parked p WHERE reason <> 'behind' ORDER BY id LIMIT ${listMax}`,
  );

/** Has the given dead letters (all `never` ones when none are named) tried again at once. Gives back how many. */
export const replayDeadLetters = async (db: Database, { ids }: Readonly<{ ids?: readonly string[] }> = {}): Promise<number> => {
  const rows = await db.query(
    `UPDATE parked SET next_try_at = clock_timestamp() WHERE reason <> 'behind' AND CASE WHEN $1::bigint[] IS NULL THEN reason = 'never' ELSE id = ANY($1) END RETURNING id`,
    [ids ?? null],
  );
  wakes(db).fire('parked');
  return rows.length;
};

/**
 * Gives up on one dead letter: its key goes on without it. What the event would have done stays undone, so this is a person's decision.
 * False when there is no such letter any more.
 */
export const discardDeadLetter = async (db: Database, id: string): Promise<boolean> => {
  const discarded = await db.transaction('system', async (tx) => {
    const [row] = await tx.query<Discarded>('SELECT id, consumer, topic, aggregate_id, aggregate_version FROM parked WHERE id = $1', [id]);
    if (!row) return false;
    const key = { topic: row.topic, aggregateId: row.aggregate_id };
    const last = (await loadKeys(tx, row.consumer, [key])).get(keyName(key))?.last ?? 0;
    moveCursors(tx, row.consumer, [{ ...key, last: Math.max(last, row.aggregate_version ?? 0) }]);
    await unpark(tx, row.consumer, row);
    return true;
  });
  wakes(db).fire('parked');
  return discarded;
};
