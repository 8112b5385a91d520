import { Client } from 'pg';
import { runStatement } from '../db/statements';
import type { SubscribeOptions } from './bus';
import { becomeMember, commitOffset, disown, enterGroup, fetchNext, lookAround, tryOwn } from './postgres-bus-sql';

export const busChannel = 'paygraph_bus';
export type Place = Readonly<{ topic: string; partition: number }>;
export type MessageRow = Place & Readonly<{ offset: string; key: string; value: string; headers: Record<string, string> }>;

export const nameOf = ({ topic, partition }: Place): string => `${topic}/${partition}`;

/** What is said on the channel: topics that have news, or `@group` when a group's members or owners changed. */
export const aboutGroup = (group: string): string => `@${group}`;

const touchEveryMs = 3_600_000;

export type MemberConnection = {
  /** Takes and gives partitions so that every member of the group has its share. True when something changed. */
  rebalance(): Promise<boolean>;
  fetch(places: readonly Place[], max: number): Promise<MessageRow[]>;
  commit(last: MessageRow): Promise<void>;
  owned(): readonly Place[];
  lost(): boolean;
  /** Gives the partitions to the others at once, then ends. */
  leave(): Promise<void>;
  end(): Promise<void>;
};

export type ConnectOptions = Readonly<{
  url: string;
  subscription: Pick<SubscribeOptions, 'group' | 'topics' | 'from'>;
  onNews: (payload: string) => void;
}>;

const open = async (url: string, onNews: ConnectOptions['onNews'], onLost: () => void): Promise<Client> => {
  const client = new Client({ connectionString: url, keepAlive: true, query_timeout: 15_000, connectionTimeoutMillis: 5_000, application_name: 'paygraph-bus', options: '-c search_path=bus' });
  client.on('error', onLost);
  client.on('end', onLost);
  client.on('notification', ({ payload }) => onNews(payload ?? ''));
  await client.connect();
  return client;
};

const shareOf = ({ members, partitions }: { members: number; partitions: number }): number => Math.ceil(partitions / Math.max(1, members));

/** The part of a connection that decides which partitions are this member's. */
const ownership = (client: Client, { group, topics, from }: ConnectOptions['subscription']) => {
  const owned = new Map<string, Place>();
  let touchedAt = Date.now();
  const tell = (): Promise<unknown> => client.query('SELECT pg_notify($1, $2)', [busChannel, aboutGroup(group)]);

  const give = async (surplus: number): Promise<void> => {
    for (const name of [...owned.keys()].slice(-surplus)) {
      await client.query(disown, [group, name]);
      owned.delete(name);
    }
    await tell();
  };
  const take = async (missing: number): Promise<boolean> => {
    const { rows } = await client.query<Place>(tryOwn, [group, topics, [...owned.keys()], missing]);
    rows.forEach((place) => owned.set(nameOf(place), place));
    return rows.length > 0;
  };
  const enter = async (): Promise<void> => {
    await client.query(enterGroup, [group, topics, from === 'earliest']);
    touchedAt = Date.now();
  };

  return {
    owned,
    leave: async () => {
      owned.clear();
      await client.query('SELECT pg_advisory_unlock_all()');
      await tell();
    },
    join: async () => {
      await client.query(`LISTEN ${busChannel}`);
      await client.query(becomeMember, [group]);
      await enter();
      await tell();
    },
    rebalance: async () => {
      if (Date.now() - touchedAt > touchEveryMs) await enter();
      const { rows } = await client.query<{ members: number; partitions: number }>(lookAround, [group, topics]);
      const missing = shareOf(rows[0] ?? { members: 1, partitions: 0 }) - owned.size;
      if (missing < 0) await give(-missing);
      return missing > 0 && take(missing);
    },
  };
};

/**
 * One connection is one member of a group: its locks, its reads and its commits live and die together, so a member that lost its
 * partitions cannot commit for them.
 */
export const connectMember = async ({ url, subscription, onNews }: ConnectOptions): Promise<MemberConnection> => {
  let lost = false;
  const client = await open(url, onNews, () => {
    lost = true;
    onNews('');
  });
  const { group } = subscription;
  const { owned, join, leave, rebalance } = ownership(client, subscription);
  const end = (): Promise<void> => client.end().catch(() => undefined);
  try {
    await join();
  } catch (error) {
    await end();
    throw error;
  }
  return {
    rebalance,
    owned: () => [...owned.values()],
    lost: () => lost,
    fetch: async (places, max) =>
      runStatement<MessageRow>(client, fetchNext, [group, places.map(({ topic }) => topic), places.map(({ partition }) => partition), max]),
    commit: async ({ topic, partition, offset }) => void (await runStatement(client, commitOffset, [group, topic, partition, offset])),
    end,
    leave: async () => {
      if (!lost) await leave().catch(() => undefined);
      await end();
    },
  };
};
