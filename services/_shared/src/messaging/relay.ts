import type { CrashPoint } from '../crash-points';
import type { Database, Tx } from '../db/database';
import type { MerchantId } from '../ids';
import type { Log } from '../log';
import type { Bus } from './bus';
import { topicSpec } from './catalogue';
import { toMessage } from './envelope';
import { shards } from './events';
import { startLoop, type Loop } from './loop';
import { wakes } from './wakes';

export type RelayOptions = Readonly<{ db: Database; bus: Bus; log: Log; crash: CrashPoint }>;

const batchMax = 500;
const pollMs = 250;
// The send happens inside a transaction: it must end before idle_in_transaction_session_timeout (15 s for the service's role) does.
const sendWithinMs = 10_000;

type Pending = Readonly<{
  id: string;
  event_id: string;
  topic: string;
  type: string;
  aggregate_id: string;
  aggregate_version: number;
  merchant_id: MerchantId;
  occurred_at: Date;
  traceparent: string | null;
  body: object;
}>;

// Probed first and apart, so that locks are taken only of shards that have something to send. The commit is not waited for on the disk:
// the broker has the events by then, and a crash of the server that brings rows back only sends them again.
const lockShards = `
  WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)), pending AS MATERIALIZED (
    SELECT shard FROM generate_series(0, ${shards - 1}) AS s(shard) WHERE EXISTS (SELECT FROM outbox o WHERE o.shard = s.shard)
  ) SELECT set_config('paygraph.owned_shards', coalesce(string_agg(shard::text, ','), ''), true) FROM pending, unhurried WHERE pg_try_advisory_xact_lock(hashtext($1), shard)`;

// A statement of its own, in the same round trip: its snapshot must be younger than the locks, or it would send again what another relay has sent.
// LIMIT 1 keeps this a look-up for each row: a plan that is made once must not read the whole history to find the few that wait.
const oldest = (condition: string): string => `
  SELECT o.id, e.event_id, e.topic, e.type, e.aggregate_id, e.aggregate_version, e.merchant_id, e.occurred_at, e.traceparent, e.body
  FROM outbox o CROSS JOIN LATERAL (SELECT * FROM event_log l WHERE l.event_id = o.event_id${condition} LIMIT 1) e
  WHERE o.shard = ANY(string_to_array(nullif(current_setting('paygraph.owned_shards'), ''), ',')::smallint[])
  ORDER BY o.id LIMIT ${batchMax}`;
const oldestOfAll = oldest('');
const oldestOfTopic = oldest(' AND l.topic = $1');

const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The broker did not acknowledge within ${ms} ms; the same events will be sent again`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

const toBusMessage = (service: string) => (row: Pending) =>
  toMessage(service, {
    eventId: row.event_id,
    topic: row.topic,
    type: row.type,
    version: 1,
    occurredAt: row.occurred_at.toISOString(),
    aggregateId: row.aggregate_id,
    aggregateVersion: row.aggregate_version,
    merchantId: row.merchant_id,
    traceparent: row.traceparent ?? undefined,
    body: row.body,
  });

type Sender = Readonly<{ options: RelayOptions; publish: (rows: readonly Pending[]) => Promise<void> }>;

const sendBatch = async ({ options, publish }: Sender, tx: Tx, topic?: string): Promise<number> => {
  tx.write(lockShards, [`${tx.service}:relay`]);
  const rows = await (topic === undefined ? tx.query<Pending>(oldestOfAll) : tx.query<Pending>(oldestOfTopic, [topic]));
  if (rows.length === 0) return 0;
  options.crash('after-commit-before-publish');
  await within(sendWithinMs, publish(rows));
  options.crash('after-publish-before-ack');
  tx.write('DELETE FROM outbox WHERE id = ANY($1::bigint[])', [rows.map(({ id }) => id)]);
  return rows.length;
};

/** Creates a topic on its first event, so that a service starts and works while the broker is down. */
const publisher = ({ db, bus }: RelayOptions): Sender['publish'] => {
  const ready = new Set<string>();
  return async (rows) => {
    const missing = [...new Set(rows.map(({ topic }) => topic))].filter((topic) => !ready.has(topic));
    if (missing.length > 0) await bus.ensureTopics(missing.map(topicSpec));
    missing.forEach((topic) => ready.add(topic));
    await bus.publish(rows.map(toBusMessage(db.service)));
  };
};

const waitingTopics = async (db: Database): Promise<string[]> =>
  (await db.query<{ topic: string }>('SELECT DISTINCT e.topic FROM outbox o JOIN event_log e USING (event_id)')).map(({ topic }) => topic);

const anyWaiting = async (db: Database): Promise<boolean> => (await db.query('SELECT FROM outbox LIMIT 1')).length > 0;

const createSender = (options: RelayOptions): ((called: boolean) => Promise<boolean>) => {
  const { db } = options;
  const sender: Sender = { options, publish: publisher(options) };
  const send = (topic?: string): Promise<number> => db.transaction('system', (tx) => sendBatch(sender, tx, topic));
  let apart = false;

  /** After a failure every topic is sent by itself, so that one broken topic does not hold up the others. */
  const sendApart = async (): Promise<boolean> => {
    const failed: { topic: string; error: unknown }[] = [];
    for (const topic of await waitingTopics(db)) await send(topic).catch((error: unknown) => failed.push({ topic, error }));
    if (failed.length > 0) throw new Error(`Events of ${failed.map(({ topic }) => topic).join(', ')} wait: the broker did not take them`, { cause: failed[0]?.error });
    apart = false;
    return true;
  };

  return async (called) => {
    if (apart) return sendApart();
    // Whoever called has just committed events: to ask first would be one round trip more for each of them.
    if (!called && !(await anyWaiting(db))) return false;
    try {
      return (await send()) === batchMax;
    } catch (error) {
      apart = true;
      throw error;
    }
  };
};

/**
 * Sends what the outbox holds: oldest first, deleted only after the broker's acknowledgement. A crash in between sends again,
 * never loses. Any number of relays may run; one owns a shard at a time, so the events of an aggregate stay in order.
 */
export const startRelay = (options: RelayOptions): Loop => {
  const { db, log } = options;
  const loop = startLoop({
    step: createSender(options),
    pollMs,
    onError: (error) => log.warn({ err: error }, 'events wait in the outbox'),
  });
  const off = wakes(db).on('outbox', loop.wake);
  return {
    wake: loop.wake,
    stop: () => {
      off();
      return loop.stop();
    },
  };
};
