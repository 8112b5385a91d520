import type { Tx } from '../db/sql';
import type { KeyState } from './sequence';
import { wakes } from './wakes';

export type Key = Readonly<{ topic: string; aggregateId: string }>;
export type ParkReason = 'retry' | 'later' | 'never' | 'gap' | 'behind';
export type ToPark = Key & Readonly<{ eventId: string; version?: number; value: string; reason: ParkReason; error?: string }>;

export const keyName = ({ topic, aggregateId }: Key): string => `${topic}\n${aggregateId}`;

const columns = <T>(rows: readonly T[], ...pick: ((row: T) => unknown)[]): unknown[][] => pick.map((one) => rows.map(one));
const keyColumns = (keys: readonly Key[]): unknown[][] => columns(keys, ({ topic }) => topic, ({ aggregateId }) => aggregateId);

// The update changes nothing: it takes the row's lock, which keeps other members and the retries of parked events off this key.
const lockCursors = `
  INSERT INTO consumer_cursor AS c (consumer, topic, aggregate_id, last_version)
  SELECT $1, k.topic, k.aggregate_id, 0 FROM unnest($2::text[], $3::text[]) AS k(topic, aggregate_id) ORDER BY 2, 3
  ON CONFLICT (consumer, topic, aggregate_id) DO UPDATE SET last_version = c.last_version
  RETURNING topic, aggregate_id AS "aggregateId", last_version AS last`;

const parkedOf = `
  SELECT topic, aggregate_id AS "aggregateId", aggregate_version AS version FROM parked
  WHERE consumer = $1 AND (topic, aggregate_id) IN (SELECT * FROM unnest($2::text[], $3::text[]))`;

/** Locks the keys of a batch and tells how far each is. */
export const loadKeys = async (tx: Tx, consumer: string, keys: readonly Key[]): Promise<Map<string, KeyState>> => {
  const params = [consumer, ...keyColumns(keys)];
  const [cursors, parked] = await Promise.all([tx.query<Key & { last: number }>(lockCursors, params), tx.query<Key & { version: number | null }>(parkedOf, params)]);
  const stateOf = (cursor: Key & { last: number }): KeyState => {
    const mine = parked.filter((row) => keyName(row) === keyName(cursor)).map(({ version }) => version);
    return { last: cursor.last, parked: new Set(mine.filter((version) => version !== null)), unreadable: mine.includes(null) };
  };
  return new Map(cursors.map((cursor) => [keyName(cursor), stateOf(cursor)]));
};

/** Remembers the events and gives back the ids that were not known before. */
export const markSeen = async (tx: Tx, consumer: string, eventIds: readonly string[]): Promise<Set<string>> => {
  const fresh = await tx.query<{ event_id: string }>(
    'INSERT INTO inbox (consumer, event_id) SELECT $1, id FROM unnest($2::uuid[]) AS e(id) ORDER BY id ON CONFLICT DO NOTHING RETURNING event_id',
    [consumer, eventIds],
  );
  return new Set(fresh.map(({ event_id }) => event_id));
};

const move = `
  WITH moved AS (SELECT * FROM unnest($2::text[], $3::text[], $4::int[]) AS m(topic, aggregate_id, last)),
    cursor AS (
      UPDATE consumer_cursor c SET last_version = m.last FROM moved m
      WHERE c.consumer = $1 AND c.topic = m.topic AND c.aggregate_id = m.aggregate_id)
  UPDATE parked p SET next_try_at = clock_timestamp() FROM moved m
  WHERE p.consumer = $1 AND p.topic = m.topic AND p.aggregate_id = m.aggregate_id AND p.aggregate_version <= m.last + 1
  RETURNING p.id`;

/** Moves the cursors and calls the parked event that comes next, if there is one; whoever retries parked events is woken after the commit. */
export const moveCursors = (tx: Tx, consumer: string, moved: readonly (Key & { last: number })[]): void => {
  if (moved.length === 0) return;
  let called = false;
  tx.write(move, [consumer, ...keyColumns(moved), moved.map(({ last }) => last)], { heard: (rows) => void (called = rows.length > 0) });
  tx.afterCommit(() => void (called && wakes(tx).fire('parked')));
};

const insertParked = `
  INSERT INTO parked (consumer, topic, aggregate_id, event_id, aggregate_version, value, reason, error, tries, next_try_at)
  SELECT $1, p.topic, p.aggregate_id, p.event_id, p.version, p.value, p.reason, p.error, CASE WHEN p.reason IN ('retry', 'later') THEN 1 ELSE 0 END,
    CASE p.reason WHEN 'gap' THEN clock_timestamp() WHEN 'retry' THEN clock_timestamp() + interval '1 second' WHEN 'later' THEN clock_timestamp() + interval '500 milliseconds' END
  FROM unnest($2::text[], $3::text[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[]) WITH ORDINALITY
    AS p(topic, aggregate_id, event_id, version, value, reason, error, position)
  ORDER BY p.position ON CONFLICT (consumer, event_id) DO NOTHING`;

/** Puts events aside. `gap`, `retry` and `later` come up by themselves, `behind` when its turn comes, `never` only by a command. */
export const park = (tx: Tx, consumer: string, events: readonly ToPark[]): void => {
  if (events.length === 0) return;
  const version = (event: ToPark): number | null => event.version ?? null;
  tx.write(insertParked, [
    consumer,
    ...keyColumns(events),
    ...columns(events, ({ eventId }) => eventId, version, ({ value }) => value, ({ reason }) => reason, ({ error }) => error?.slice(0, 500) ?? null),
  ]);
  // A gap is due at once: what is missing must be asked for.
  if (events.some(({ reason }) => reason === 'gap')) tx.afterCommit(() => wakes(tx).fire('parked'));
};
