import type { Consumer, Kafka, TopicPartitionOffset } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log';
import type { SubscribeOptions, Subscription } from './bus';
import { endsWithoutPlace } from './kafka-bus-admin';
import { batchHandler } from './kafka-bus-batch';
import { createPlaces, type Places } from './kafka-bus-places';

export type KafkaMemberOptions = Readonly<{ kafka: Kafka; log: Log; subscription: SubscribeOptions; sessionTimeoutMs: number }>;

const silentForMs = 60_000;
const lookEveryMs = 5_000;
const stopWithinMs = 8_000;
const flushWithinMs = 1_000;
const restartPauseMs = 1_000;
const joinWithinMs = 60_000;

const consumerOf = ({ kafka, subscription, sessionTimeoutMs }: KafkaMemberOptions): Consumer =>
  kafka.consumer({
    groupId: subscription.group,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: 30_000,
    heartbeatInterval: Math.min(3_000, sessionTimeoutMs / 4),
    maxBytesPerPartition: 512 * 1024,
    maxWaitTimeInMs: 1_000,
    allowAutoTopicCreation: false,
    // A consumer that crashed is replaced by us: its own restart was seen to stay silent after broker maintenance.
    retry: { retries: 4, initialRetryTime: 200, maxRetryTime: 2_000, restartOnFailure: () => Promise.resolve(false) },
  });

const partOf = (assignment: Readonly<Record<string, number[]>>) => ({ topic, partition }: TopicPartitionOffset): boolean =>
  assignment[topic]?.includes(partition) ?? false;

/** Resolves at the first join; writes down the given places before the first fetch. */
const joined = (consumer: Consumer, places: readonly TopicPartitionOffset[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const off = consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      off();
      const mine = places.filter(partOf(payload.memberAssignment));
      mine.forEach((place) => consumer.seek(place));
      (mine.length > 0 ? consumer.commitOffsets(mine) : Promise.resolve()).then(resolve, reject);
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    setTimeout(() => reject(new Error('Kafka did not let the consumer join its group')), joinWithinMs).unref();
  });

type Running = Readonly<{ consumer: Consumer; places: Places; broken: Promise<string> }>;

const endQuietly = async ({ consumer, places }: Omit<Running, 'broken'>): Promise<void> => {
  const end = Promise.race([places.flush(), pause(flushWithinMs, undefined, { ref: false })]).then(() => consumer.disconnect());
  await Promise.race([end.catch(() => undefined), pause(stopWithinMs, undefined, { ref: false })]);
};

const startConsumer = async (options: KafkaMemberOptions): Promise<Running> => {
  const { kafka, log, subscription } = options;
  const { group, topics, from } = subscription;
  const ends = from === 'latest' ? await endsWithoutPlace(kafka, group, topics) : [];
  const consumer = consumerOf(options);
  const places = createPlaces(consumer);
  let progress = Date.now();
  const onProgress = (): void => void (progress = Date.now());
  const broken = new Promise<string>((resolve) => {
    const watchdog = setInterval(() => {
      if (Date.now() - progress > silentForMs) resolve(`no fetch for ${silentForMs / 1000} s`);
    }, lookEveryMs);
    consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error.message));
    consumer.on(consumer.events.DISCONNECT, () => clearInterval(watchdog));
    watchdog.unref();
  });
  consumer.on(consumer.events.FETCH, onProgress);
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: from === 'earliest' });
    const place = joined(consumer, ends);
    // The broker lets us in at its own time; only `latest` has a place that must be fixed before we say that we listen.
    place.catch(() => undefined);
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: batchHandler({ log, subscription, places, onProgress }) });
    if (from === 'latest') await place;
  } catch (error) {
    await endQuietly({ consumer, places });
    throw error;
  }
  return { consumer, places, broken };
};

/** One member of a group. A consumer that crashed or went silent is thrown away and made anew, until `stop`. */
export const startKafkaMember = async (options: KafkaMemberOptions): Promise<Subscription> => {
  const { log, subscription } = options;
  let current = await startConsumer(options);
  let stopped = false;
  let tellStopped: () => void = () => undefined;
  const whenStopped = new Promise<'stopped'>((resolve) => (tellStopped = () => resolve('stopped')));

  const renew = async (): Promise<void> => {
    await endQuietly(current);
    while (!stopped) {
      await Promise.race([pause(restartPauseMs, undefined, { ref: false }), whenStopped]);
      if (stopped) return;
      const fresh = await startConsumer(options).catch((error: unknown) => void log.warn({ err: error, group: subscription.group }, 'Kafka cannot be read yet'));
      if (fresh) return void (current = fresh);
    }
  };
  const supervise = async (): Promise<void> => {
    while (!stopped) {
      const reason = await Promise.race([current.broken, whenStopped]);
      if (stopped) break;
      log.warn({ group: subscription.group, reason }, 'the Kafka consumer is replaced');
      await renew();
    }
    await endQuietly(current);
  };
  const ended = supervise();
  return {
    stop: () => {
      stopped = true;
      tellStopped();
      return ended;
    },
  };
};
