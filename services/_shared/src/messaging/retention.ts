import type { Database } from '../db/database';
import type { Log } from '../log';
import { compactedTopics } from './catalogue';
import { startLoop, type Loop } from './loop';

/** How one table is kept from growing for ever. */
export type Trim = Readonly<{
  table: string;
  days: number;
  /** Deletes at most `trimMax` rows that are older than $1 days, found by an index, and gives them back. */
  sql: string;
  /** What $2 and so on stand for. */
  params?: () => readonly unknown[];
}>;

export type RetentionOptions = Readonly<{
  db: Database;
  log: Log;
  /** The written events stay this long for resyncs and questions, 90 days unless told. */
  eventLogDays?: number;
  /** Must be longer than the topics' retention (14 days): an event that can still arrive must still be known. 30 unless told. */
  inboxDays?: number;
  /** What the service trims besides. */
  trims?: readonly Trim[];
}>;

const everyMs = 3_600_000;
export const trimMax = 5_000;
const eventLogDefault = 90;
const inboxDefault = 30;

// Kept for ever: what is not sent yet, and the present state of everything on a compacted topic.
const trimLog = `
  DELETE FROM event_log WHERE event_id IN (
    SELECT event_id FROM event_log l
    WHERE recorded_at < now() - make_interval(days => $1) AND NOT EXISTS (SELECT FROM outbox o WHERE o.event_id = l.event_id)
      AND (topic <> ALL($2::text[]) OR EXISTS (
        SELECT FROM event_log newer WHERE newer.topic = l.topic AND newer.aggregate_id = l.aggregate_id AND newer.aggregate_version > l.aggregate_version))
    LIMIT ${trimMax}) RETURNING event_id`;

const trimInbox = `
  DELETE FROM inbox WHERE (consumer, event_id) IN (
    SELECT consumer, event_id FROM inbox WHERE received_at < now() - make_interval(days => $1) LIMIT ${trimMax}) RETURNING event_id`;

/** What is trimmed in every service. */
export const kernelTrims = ({ eventLogDays = eventLogDefault, inboxDays = inboxDefault }: Pick<RetentionOptions, 'eventLogDays' | 'inboxDays'> = {}): Trim[] => [
  { table: 'event_log', days: eventLogDays, sql: trimLog, params: () => [compactedTopics()] },
  { table: 'inbox', days: inboxDays, sql: trimInbox },
];

const trimTable = (db: Database, { sql, days, params }: Trim): Promise<object[]> =>
  db.transaction('system', async (tx) => {
    tx.write(`SELECT set_config('app.retention', 'on', true)`);
    return tx.query(sql, [days, ...(params?.() ?? [])]);
  });

/** Deletes one portion of what is old enough in each table. True when there is more. */
export const trimOnce = async ({ db, trims = [], ...days }: RetentionOptions): Promise<boolean> => {
  let more = false;
  for (const trim of [...kernelTrims(days), ...trims]) more = (await trimTable(db, trim)).length === trimMax || more;
  return more;
};

/** Trims every hour, in small steps. */
export const startRetention = (options: RetentionOptions): Loop =>
  startLoop({ step: () => trimOnce(options), pollMs: everyMs, onError: (error) => options.log.warn({ err: error }, 'what is old was not deleted') });
