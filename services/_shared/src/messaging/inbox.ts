import type { CrashPoint } from '../crash-points';
import type { Database } from '../db/database';
import type { Log } from '../log';
import type { Bus, Delivered, Subscription } from './bus';
import { topicSpec } from './catalogue';
import { failureOf, parkFailed, takeBatch, toItem, type ConsumerIdentity, type Handlers, type Item } from './inbox-batch';
import { takeUsual, Unusual } from './inbox-usual';
import { startParkedRetry } from './parked-retry';
import { subscribeWhenPossible } from './subscribe';

export type { Handler, Handlers, Outcome } from './inbox-batch';
export type { InboundEvent } from './envelope';

export type ConsumerOptions = Readonly<{
  db: Database;
  bus: Bus;
  /** Name of the reader, unique over all services: its inbox, its cursors and its place on the bus go by it. */
  group: string;
  topics: readonly string[];
  /** By event type. Types without a handler are read over. */
  handlers: Handlers;
  from?: 'earliest' | 'latest';
  log: Log;
  crash: CrashPoint;
}>;

const batchMax = 50;

const createTaker = ({ db, log, crash }: ConsumerOptions, consumer: ConsumerIdentity) => {
  const takeBy = (way: typeof takeBatch) => (items: readonly Item[]): Promise<void> =>
    db.transaction('system', async (tx) => {
      await way(tx, consumer, items);
      crash('mid-consumer');
    });
  const [takeQuickly, take] = [takeBy(takeUsual), takeBy(takeBatch)];

  const setAside = async (item: Item, error: unknown): Promise<void> => {
    const { group } = consumer;
    const failure = failureOf(error);
    log[failure.reason === 'never' ? 'error' : 'warn']({ err: error, group, topic: item.topic, eventId: item.eventId, reason: failure.reason }, 'an event was put aside');
    await db.transaction('system', (tx) => parkFailed(tx, { group, item, failure }));
  };

  /** Each in its own transaction, so that one bad event costs only itself. Throws only when not even setting aside worked. */
  const takeOneByOne = async (items: readonly Item[]): Promise<void> => {
    for (const item of items) await take([item]).catch((error: unknown) => setAside(item, error));
  };

  /** Nobody may try these again, and everything behind them waits: without a word to people the key would stand still for ever. */
  const tellUnreadable = ({ topic, eventId, problem: reason }: Item): void => {
    if (reason !== undefined) log.error({ group: consumer.group, topic, eventId, reason }, 'a message cannot be read; its key waits for a person (dead letters)');
  };

  return async (batch: readonly Delivered[]): Promise<void> => {
    const items = batch.map(toItem);
    items.forEach(tellUnreadable);
    await takeQuickly(items)
      .catch((error: unknown) => (error instanceof Unusual ? take(items) : Promise.reject(error as Error)))
      .catch(() => takeOneByOne(items));
  };
};

/**
 * Reads topics into handlers, each event's effect exactly once: inbox, sequence and effect commit together. A failing event parks its
 * own key and nothing else. Resolves after the first try to reach the broker and goes on trying.
 */
export const startConsumer = async (options: ConsumerOptions): Promise<Subscription> => {
  const { db, bus, group, topics, handlers, from = 'earliest', log } = options;
  const consumer: ConsumerIdentity = { group, handlers };
  const specs = topics.map(topicSpec);
  const parked = startParkedRetry({ db, bus, log, consumer });
  const onBatch = createTaker(options, consumer);
  const subscription = await subscribeWhenPossible({ bus, log, topics: specs, subscription: { group, topics, from, batchMax, onBatch } });
  return {
    stop: async () => {
      await subscription.stop();
      await parked.stop();
    },
  };
};
