import type { Tx } from '../db/sql';
import { topicOf } from './catalogue';
import { applyEvent, type ConsumerIdentity, type Item } from './inbox-batch';
import { keyName, type Key } from './inbox-store';

/** A run of events of one key, each the next after the one before. */
type Run = Key & { readonly first: number; last: number };

/** The runs of a batch in which nothing is out of the ordinary as far as the batch itself tells; null when something is. */
const runsOf = (items: readonly Item[]): Run[] | null => {
  const runs = new Map<string, Run>();
  for (const { topic, aggregateId, event } of items) {
    if (!event || topicOf(topic).compacted) return null;
    const [name, version] = [keyName({ topic, aggregateId }), event.aggregateVersion];
    const run = runs.get(name);
    if (run && run.last + 1 !== version) return null;
    if (run) run.last = version;
    else runs.set(name, { topic, aggregateId, first: version, last: version });
  }
  return [...runs.values()];
};

// Divides by zero unless every event is new and each key stands just before its run. The version is compared under the lock of the cursor's row,
// which is taken before the inbox is written: so does whoever takes a batch event by event.
// Arrays that the planner sees would be planned for anew at every call.
const take = `
  WITH run AS (SELECT * FROM unnest((SELECT $2::text[]), (SELECT $3::text[]), (SELECT $4::int[]), (SELECT $5::int[])) AS r(topic, aggregate_id, first, last)),
    moved AS (
      INSERT INTO consumer_cursor AS c (consumer, topic, aggregate_id, last_version)
      SELECT $1, r.topic, r.aggregate_id, r.last FROM run r
      WHERE r.first = 1 OR EXISTS (SELECT FROM consumer_cursor k WHERE k.consumer = $1 AND k.topic = r.topic AND k.aggregate_id = r.aggregate_id)
      ORDER BY 2, 3
      ON CONFLICT (consumer, topic, aggregate_id) DO UPDATE SET last_version = excluded.last_version
      WHERE c.last_version + 1 = (SELECT r.first FROM run r WHERE r.topic = excluded.topic AND r.aggregate_id = excluded.aggregate_id)
      RETURNING 1),
    seen AS (
      INSERT INTO inbox (consumer, event_id) SELECT $1, e.id FROM (SELECT count(*) FROM moved) AS locked, unnest((SELECT $6::uuid[])) AS e(id) ORDER BY 2
      ON CONFLICT DO NOTHING RETURNING 1)
  SELECT 1 / ((SELECT count(*) FROM seen) = cardinality($6::uuid[]) AND (SELECT count(*) FROM moved) = cardinality($2::text[]))::int AS taken`;

// A statement of its own: it sees what was put aside while the first one waited for a lock.
const nothingWaits = `
  SELECT 1 / (count(*) = 0)::int AS free FROM unnest($2::text[], $3::text[]) AS k(topic, aggregate_id)
  WHERE EXISTS (SELECT FROM parked p WHERE p.consumer = $1 AND p.topic = k.topic AND p.aggregate_id = k.aggregate_id)`;

/** Something of the batch is old, out of its order, or behind what waits: it must be looked at event by event. */
export class Unusual extends Error {
  constructor() {
    super('The batch holds an event that is not simply the next of its key');
    this.name = 'Unusual';
  }
}
const unusual = (): Error => new Unusual();

/**
 * Takes a batch of which every event is the next of its key, as nearly all are: inbox and cursors travel with the first handler's first
 * question, so a handler may begin in vain, and what it asks is answered only when they hold. @throws Unusual, with nothing saved.
 */
export const takeUsual = async (tx: Tx, consumer: ConsumerIdentity, items: readonly Item[]): Promise<void> => {
  const runs = runsOf(items);
  if (!runs) throw new Unusual();
  const column = <T>(pick: (run: Run) => T): T[] => runs.map(pick);
  const keys = [consumer.group, column(({ topic }) => topic), column(({ aggregateId }) => aggregateId)];
  tx.write(take, [...keys, column(({ first }) => first), column(({ last }) => last), items.map(({ eventId }) => eventId)], { otherwise: unusual });
  tx.write(nothingWaits, keys, { otherwise: unusual });
  for (const item of items) await applyEvent(tx, consumer, item);
};
