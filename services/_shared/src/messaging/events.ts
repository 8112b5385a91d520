import type { Tx } from '../db/sql';
import { newId, type MerchantId } from '../ids';
import { currentTraceparent } from '../trace-context';
import { bodyToWrite, topicOf } from './catalogue';
import { wakes } from './wakes';

export { registerEventCatalogue, type EventCatalogue } from './catalogue';

export type NewEvent = Readonly<{
  topic: string;
  type: string;
  aggregateId: string;
  /** Counts the events of this aggregate on this topic from 1, without gaps (a compacted topic may skip). */
  aggregateVersion: number;
  merchantId: MerchantId;
  body: object;
  occurredAt?: Date;
}>;

export const shards = 16;
const bodyMaxBytes = 900_000;

/** FNV-1a: all events of an aggregate fall into one shard, and one relay owns a shard at a time. */
export const shardOf = (aggregateId: string): number => {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(aggregateId)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return (hash ^ (hash >>> 16)) & (shards - 1);
};

const isOfSameAggregate = (one: NewEvent, other: NewEvent): boolean => one.aggregateId === other.aggregateId && one.topic === other.topic;

const toRow = (event: NewEvent, position: number, all: readonly NewEvent[]): object => {
  const body = bodyToWrite(event.topic, event.type, event.body);
  // A message that the broker refuses would stop its shard for ever.
  if (Buffer.byteLength(JSON.stringify(body)) > bodyMaxBytes) throw new RangeError(`The event ${event.type} is larger than ${bodyMaxBytes} bytes: put the bulk elsewhere and send its id`);
  return {
    position,
    body,
    first: all.findIndex((other) => isOfSameAggregate(other, event)) === position,
    compacted: topicOf(event.topic).compacted,
    event_id: newId(),
    shard: shardOf(event.aggregateId),
    topic: event.topic,
    type: event.type,
    aggregate_id: event.aggregateId,
    aggregate_version: event.aggregateVersion,
    merchant_id: event.merchantId,
    occurred_at: event.occurredAt?.toISOString() ?? null,
    traceparent: currentTraceparent() ?? null,
  };
};

// The last line divides by zero when the first event of an aggregate does not follow what was written before (see `mustTouch`).
const append = `
  WITH incoming AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS e(position int, first boolean, compacted boolean, event_id uuid, shard smallint, topic text, type text,
      aggregate_id text, aggregate_version int, merchant_id uuid, occurred_at timestamptz, traceparent text, body jsonb)
  ), logged AS (
    INSERT INTO event_log (event_id, topic, aggregate_id, aggregate_version, type, merchant_id, occurred_at, traceparent, body)
    SELECT event_id, topic, aggregate_id, aggregate_version, type, merchant_id, coalesce(occurred_at, clock_timestamp()), traceparent, body
    FROM incoming
  ), sent AS (
    INSERT INTO outbox (shard, event_id) SELECT shard, event_id FROM incoming ORDER BY position
  )
  SELECT 1 / (count(*) = 0)::int AS follows
  FROM incoming i CROSS JOIN LATERAL (SELECT max(l.aggregate_version) AS last FROM event_log l WHERE l.topic = i.topic AND l.aggregate_id = i.aggregate_id) before
  WHERE i.first AND CASE WHEN i.compacted THEN i.aggregate_version <= before.last ELSE i.aggregate_version <> before.last + 1 END`;

const doesNotFollow = (events: readonly NewEvent[]): Error => {
  const named = events.map(({ topic, type, aggregateVersion }) => `${type} ${aggregateVersion} on ${topic}`).join(', ');
  return new Error(`The events do not follow those before them (${named}): versions of one aggregate count up by one`);
};

/** A version that does not follow the one before would make every consumer wait for an event that never comes. */
const checkSequence = (events: readonly NewEvent[]): void => {
  const seen = new Map<string, number>();
  events.forEach(({ topic, aggregateId, aggregateVersion }) => {
    const key = `${topic}\n${aggregateId}`;
    const before = seen.get(key);
    seen.set(key, aggregateVersion);
    if (before === undefined) return;
    const follows = topicOf(topic).compacted ? aggregateVersion > before : aggregateVersion === before + 1;
    if (!follows) throw doesNotFollow(events);
  });
};

/**
 * Writes events in the transaction that changes the state; the relay sends them after the commit. Call it AFTER the aggregate's row
 * is locked or updated in this transaction: the order of the events of an aggregate is the order of that lock.
 * @throws when a body does not fit the registered schema. The transaction fails when a version does not follow. Both are bugs of the caller.
 */
export const appendEvents = async (tx: Tx, events: readonly NewEvent[]): Promise<void> => {
  if (events.length === 0) return;
  checkSequence(events);
  tx.write(append, [JSON.stringify(events.map(toRow))], { otherwise: () => doesNotFollow(events) });
  tx.afterCommit(() => wakes(tx).fire('outbox'));
};
