import type { Log } from '../log';
import type { Delivered, SubscribeOptions, Subscription } from './bus';
import { startLoop } from './loop';
import { aboutGroup, connectMember, nameOf, type MemberConnection, type MessageRow } from './postgres-bus-connection';

export type MemberOptions = Readonly<{ url: string; log: Log; subscription: SubscribeOptions }>;
export type Member = Subscription & { hear(payload: string): void };

const batchDefault = 50;
const lookAroundMs = 2_000;
const pollMs = 1_000;
const retryPauseMs = 500;
const stopWithinMs = 10_000;


const byPartition = (rows: readonly MessageRow[]): MessageRow[][] => {
  const groups = new Map<string, MessageRow[]>();
  for (const row of rows) groups.set(nameOf(row), [...(groups.get(nameOf(row)) ?? []), row]);
  return [...groups.values()];
};
const toDelivered = ({ topic, partition, offset, key, value, headers }: MessageRow): Delivered => ({ topic, partition, offset, key, value, headers });

/** Partitions whose last batch was rejected, and until when they rest. */
const createRests = () => {
  const until = new Map<string, number>();
  return {
    rest: (name: string) => void until.set(name, Date.now() + retryPauseMs),
    isAwake: (name: string) => (until.get(name) ?? 0) <= Date.now(),
    clear: (name: string) => void until.delete(name),
  };
};

const createRound = ({ log, subscription }: MemberOptions, isStopped: () => boolean) => {
  const { onBatch, batchMax = batchDefault, group } = subscription;
  const rests = createRests();

  const deliver = async (connection: MemberConnection, rows: readonly MessageRow[]): Promise<void> => {
    const last = rows.at(-1);
    if (!last || isStopped()) return;
    try {
      await onBatch(rows.map(toDelivered));
    } catch (error) {
      log.warn({ err: error, group, topic: last.topic, partition: last.partition }, 'a batch was not taken and comes again');
      return rests.rest(nameOf(last));
    }
    rests.clear(nameOf(last));
    await connection.commit(last);
  };

  /** Reads once from every partition that is ours. True when there may be more: what comes after a read that emptied them all wakes us. */
  return async (connection: MemberConnection): Promise<boolean> => {
    const places = connection.owned().filter((place) => rests.isAwake(nameOf(place)));
    if (places.length === 0) return false;
    const batches = byPartition(await connection.fetch(places, batchMax));
    for (const batch of batches) await deliver(connection, batch);
    return batches.some(({ length }) => length === batchMax);
  };
};

/** Reads for one member of a group until it is stopped; a lost connection is made anew. */
export const startMember = async (options: MemberOptions): Promise<Member> => {
  const { url, log, subscription } = options;
  const wanted = new Set([...subscription.topics, aboutGroup(subscription.group), '']);
  let stopped = false;
  let lookAt = 0;
  let wake: () => void = () => undefined;

  const hear = (payload: string): void => {
    if (!payload.split(',').some((subject) => wanted.has(subject))) return;
    if (payload.startsWith('@')) lookAt = 0;
    wake();
  };
  const connect = (): Promise<MemberConnection> => connectMember({ url, subscription, onNews: hear });
  let connection = await connect();
  const round = createRound(options, () => stopped);

  const step = async (): Promise<boolean> => {
    if (connection.lost()) {
      await connection.end();
      connection = await connect();
      lookAt = 0;
    }
    const looks = Date.now() >= lookAt;
    if (looks) lookAt = Date.now() + lookAroundMs;
    const changed = looks && (await connection.rebalance());
    return (await round(connection)) || changed;
  };
  const loop = startLoop({ step, pollMs, onError: (error) => log.warn({ err: error, group: subscription.group }, 'the bus does not answer') });
  wake = loop.wake;

  return {
    hear,
    stop: async () => {
      stopped = true;
      const timer = setTimeout(() => void connection.end(), stopWithinMs);
      await loop.stop();
      clearTimeout(timer);
      await connection.leave();
    },
  };
};
