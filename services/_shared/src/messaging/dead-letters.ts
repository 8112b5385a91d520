import type { Database } from '../db/database';
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
