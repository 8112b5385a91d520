import { Pool } from 'pg';
import { runStatement } from '../db/statements';
import type { Log } from '../log';
import type { Bus, BusMessage, TopicSpec } from './bus';
import { busChannel } from './postgres-bus-connection';
import { startMember, type Member } from './postgres-bus-member';
import { publishParams, publishSql } from './postgres-bus-publish';
import { trim } from './postgres-bus-sql';

export { migrateBus } from './postgres-bus-migration';

export type PostgresBusOptions = Readonly<{
  /** The role `bus_app` on the database that `migrateBus` prepared. */
  url: string;
  poolSize?: number;
  /** How long messages of topics that are not compacted stay, 14 days unless told. */
  retentionDays?: number;
  log: Log;
}>;

const notifyDelayMs = 2;
const trimEveryMs = 600_000;
const poolDefault = 2;
const retentionDefault = 14;

const openPool = ({ url, poolSize = poolDefault, log }: PostgresBusOptions): Pool => {
  const pool = new Pool({ connectionString: url, max: poolSize, keepAlive: true, query_timeout: 15_000, connectionTimeoutMillis: 5_000, application_name: 'paygraph-bus', options: '-c search_path=bus' });
  // Without a listener a restart of the database would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle connection of the bus was lost'));
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
};

/** Topics' partition counts, which never change, read once. */
const createTopics = (pool: Pool) => {
  const partitions = new Map<string, number>();
  const load = async (): Promise<void> => {
    const { rows } = await pool.query<{ name: string; partitions: number }>('SELECT name, partitions FROM topic');
    rows.forEach((row) => partitions.set(row.name, row.partitions));
  };
  return {
    partitions,
    ensure: async (specs: readonly TopicSpec[]) => {
      for (const { name, partitions: count, compacted } of specs) {
        await pool.query('INSERT INTO topic (name, partitions, compacted) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [name, count, compacted]);
        await pool.query(
          'INSERT INTO partition_end (topic, partition) SELECT name, generate_series(0, partitions - 1) FROM topic WHERE name = $1 ON CONFLICT DO NOTHING',
          [name],
        );
      }
    },
    require: async (names: readonly string[]) => {
      if (names.some((name) => !partitions.has(name))) await load();
      const missing = names.find((name) => !partitions.has(name));
      if (missing !== undefined) throw new Error(`The topic ${missing} does not exist: call ensureTopics first`);
    },
  };
};

/** Tells other processes, after the commit and at most once every few milliseconds, which topics have news. */
const createAnnouncer = (pool: Pool) => {
  const news = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const send = (): void => {
    timer = undefined;
    const payload = [...news].join(',');
    news.clear();
    // Lost news is found by the readers' slow poll.
    pool.query('SELECT pg_notify($1, $2)', [busChannel, payload]).catch(() => undefined);
  };
  return {
    announce: (topics: ReadonlySet<string>) => {
      topics.forEach((topic) => news.add(topic));
      timer ??= setTimeout(send, notifyDelayMs);
    },
    stop: () => clearTimeout(timer),
  };
};

/** Deletes what retention and compaction allow; one process at a time. */
export const trimPostgresBus = async (pool: Pool, retentionDays: number): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ mine: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtext('bus:trim')) AS mine`);
    if (rows[0]?.mine) for (const statement of trim) await client.query(statement, [retentionDays]);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
};

/** The bus of a single machine: topics are tables of the schema `bus`, durable like the rest of the database. */
export const createPostgresBus = (options: PostgresBusOptions): Bus => {
  const { log, url, retentionDays = retentionDefault } = options;
  const pool = openPool(options);
  const topics = createTopics(pool);
  const announcer = createAnnouncer(pool);
  const members = new Set<Member>();
  let sending: Promise<unknown> = Promise.resolve();
  const trimmer = setInterval(() => void trimPostgresBus(pool, retentionDays).catch((error: unknown) => log.warn({ err: error }, 'the bus was not trimmed')), trimEveryMs);
  trimmer.unref();

  let stopping: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    clearInterval(trimmer);
    announcer.stop();
    await Promise.all([...members].map((member) => member.stop()));
    await sending;
    await pool.end();
  };

  const send = async (messages: readonly BusMessage[]): Promise<void> => {
    const names = new Set(messages.map(({ topic }) => topic));
    await topics.require([...names]);
    const rows = await runStatement<{ written: number }>(pool, publishSql, publishParams(messages, topics.partitions));
    if (rows[0]?.written !== messages.length) throw new Error(`The bus took ${rows[0]?.written} of ${messages.length} messages: a partition of ${[...names].join(', ')} is missing`);
    members.forEach((member) => names.forEach((name) => member.hear(name)));
    announcer.announce(names);
  };

  return {
    kind: 'postgres',
    ensureTopics: topics.ensure,
    publish: (messages) => {
      if (messages.length === 0) return Promise.resolve();
      const sent = sending.then(() => send(messages));
      sending = sent.catch(() => undefined);
      return sent;
    },
    subscribe: async (subscription) => {
      await topics.require(subscription.topics);
      const member = await startMember({ url, log, subscription });
      members.add(member);
      return {
        stop: async () => {
          members.delete(member);
          await member.stop();
        },
      };
    },
    stop: () => (stopping ??= end()),
  };
};
