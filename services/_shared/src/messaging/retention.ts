import type { Database } from '../db/database';
import type { Log } from '../log';
import { compactedTopics } from './catalogue';
import { startLoop, type Loop } from './loop';

export type RetentionOptions = Readonly<{
  db: Database;
  log: Log;
  /** The written events stay this long for resyncs and questions, 90 days unless told. */
  eventLogDays?: number;
  /** Must be longer than the topics' retention (14 days): an event that can still arrive must still be known. 30 unless told. */
  inboxDays?: number;
}>;

const everyMs = 3_600_000;
const chunk = 5_000;
const eventLogDefault = 90;
const inboxDefault = 30;

// Kept for ever: what is not sent yet, and the present state of everything on a compacted topic.
const trimLog = `
  DELETE FROM event_log WHERE event_id IN (
    SELECT event_id FROM event_log l
    WHERE recorded_at < now() - make_interval(days => $1) AND NOT EXISTS (SELECT FROM outbox o WHERE o.event_id = l.event_id)
      AND (topic <> ALL($2::text[]) OR EXISTS (
        SELECT FROM event_log newer WHERE newer.topic = l.topic AND newer.aggregate_id = l.aggregate_id AND newer.aggregate_version > l.aggregate_version))
    LIMIT ${chunk}) RETURNING event_id`;

const trimInbox = `
  DELETE FROM inbox WHERE (consumer, event_id) IN (
    SELECT consumer, event_id FROM inbox WHERE received_at < now() - make_interval(days => $1) LIMIT ${chunk}) RETURNING event_id`;

/** Deletes one chunk of what is old enough. True when there is more. */
export const trimOnce = async ({ db, eventLogDays = eventLogDefault, inboxDays = inboxDefault }: RetentionOptions): Promise<boolean> => {
  const events = await db.query(trimLog, [eventLogDays, compactedTopics()]);
  const seen = await db.query(trimInbox, [inboxDays]);
  return events.length === chunk || seen.length === chunk;
};

/** Trims the event log and the inbox every hour, in small steps. */
export const startRetention = (options: RetentionOptions): Loop =>
  startLoop({ step: () => trimOnce(options), pollMs: everyMs, onError: (error) => options.log.warn({ err: error }, 'old events were not deleted') });
