import type { Database } from '../db/database';
import type { Log } from '../log';
import type { Bus, Delivered, Subscription, TopicSpec } from './bus';
import { shardOf } from './events';
import { subscribeWhenPossible } from './subscribe';
import { wakes } from './wakes';

/** "Send me this aggregate's events again, from this version on." */
export type ResyncRequest = Readonly<{ topic: string; aggregateId: string; fromVersion: number }>;

export const resyncTopic: TopicSpec = { name: 'kernel.resync-requests.v1', partitions: 1, compacted: false };
const eventsMax = 1_000;

/** Not through the outbox: an event that waits asks again by itself until the gap is closed. */
export const requestResync = async (bus: Bus, request: ResyncRequest): Promise<void> => {
  const message = { topic: resyncTopic.name, key: request.aggregateId, value: JSON.stringify(request), headers: {} };
  try {
    await bus.publish([message]);
  } catch {
    await bus.ensureTopics([resyncTopic]);
    await bus.publish([message]);
  }
};

const read = (value: string): ResyncRequest | undefined => {
  try {
    const { topic, aggregateId, fromVersion } = JSON.parse(value) as Record<string, unknown>;
    if (typeof topic !== 'string' || typeof aggregateId !== 'string' || !Number.isSafeInteger(fromVersion)) return undefined;
    return { topic, aggregateId, fromVersion: Number(fromVersion) };
  } catch {
    return undefined;
  }
};

// What already waits in the outbox needs no second row: several consumers may miss the same event.
const sendAgain = `
  INSERT INTO outbox (shard, event_id)
  SELECT $4, event_id FROM event_log l
  WHERE topic = $1 AND aggregate_id = $2 AND aggregate_version >= $3 AND NOT EXISTS (SELECT FROM outbox o WHERE o.event_id = l.event_id)
  ORDER BY aggregate_version LIMIT ${eventsMax}`;

export type ResyncResponderOptions = Readonly<{ db: Database; bus: Bus; topics: readonly string[]; log: Log }>;

/** Answers, for the topics that this service writes, by sending the asked events again through the outbox, in their order. */
export const startResyncResponder = ({ db, bus, topics, log }: ResyncResponderOptions): Promise<Subscription> => {
  const answer = async (batch: readonly Delivered[]): Promise<void> => {
    const mine = batch.map(({ value }) => read(value)).filter((request) => request !== undefined && topics.includes(request.topic));
    for (const request of mine) {
      if (request) await db.query(sendAgain, [request.topic, request.aggregateId, request.fromVersion, shardOf(request.aggregateId)]);
    }
    if (mine.length > 0) wakes(db).fire('outbox');
  };
  return subscribeWhenPossible({
    bus,
    log,
    topics: [resyncTopic],
    subscription: { group: `${db.service}.resync`, topics: [resyncTopic.name], from: 'latest', onBatch: answer },
  });
};
