import { randomUUID } from 'node:crypto';
import type { Database } from '../db/database';
import { newId } from '../ids';
import { createLog } from '../log';
import type { Bus, BusMessage, Subscription } from '../messaging/bus';
import { toMessage, type InboundEvent } from '../messaging/envelope';
import { registerEventCatalogue } from '../messaging/events';
import { startConsumer, type ConsumerOptions, type Handler, type Outcome } from '../messaging/inbox';
import { postgresWorld, type BusWorld } from './bus-worlds';
import { serviceDatabase, type ServiceDatabase } from './kernel-database';
import { settingTopic, testCatalogue, thingTopic } from './messaging-catalogue';
import { effectsOf, recordEffect, testMerchant } from './messaging-effects';
import { messagingTables } from './messaging-tables';

const log = createLog({ service: 'reading', level: 'fatal' });

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** An event of the thing as another service would have sent it. */
export const eventOf = (aggregateId: string, aggregateVersion: number, more: Partial<InboundEvent> = {}): InboundEvent => ({
  eventId: newId(),
  topic: thingTopic,
  type: 'ThingChanged',
  version: 1,
  occurredAt: new Date().toISOString(),
  aggregateId,
  aggregateVersion,
  merchantId: testMerchant,
  body: { step: aggregateVersion },
  ...more,
});

export const messagesOf = (aggregateId: string, versions: readonly number[]): BusMessage[] => versions.map((version) => toMessage('test', eventOf(aggregateId, version)));

/** Answers instead of the handler, after its writes, for the events that `when` names. */
export const answering = (when: (event: InboundEvent) => Outcome | Error | undefined) => (record: Handler): Handler => async (tx, event) => {
  const answer = when(event);
  const outcome = await record(tx, event);
  if (answer instanceof Error) throw answer;
  return answer ?? outcome;
};

const recordSetting = (group: string): Handler => async (tx, event) => {
  await tx.query('INSERT INTO effect (reader, thing, step) VALUES ($1, $2, $3)', [group, event.aggregateId, event.aggregateVersion]);
  return 'done';
};

export type ReadingWorld = Readonly<{
  db: Database;
  bus: Bus;
  world: BusWorld;
  store: ServiceDatabase;
  /** Starts a consumer of both test topics, from what is published from now on, that records its effects; gives its group. */
  startReader(wrap?: (record: Handler) => Handler, more?: Partial<ConsumerOptions>): Promise<string>;
  /** Stopped by `reset`. */
  keep(one: Subscription): void;
  /** The steps that a reader took of a thing. */
  effects(reader: string, thing: string): Promise<number[]>;
  reset(): Promise<void>;
  stop(): Promise<void>;
}>;

/** A service's database and a bus with the two test topics. */
export const readingWorld = async (service: string): Promise<ReadingWorld> => {
  registerEventCatalogue(testCatalogue);
  const [world, store] = await Promise.all([postgresWorld(), serviceDatabase(service, messagingTables)]);
  const db = await store.open(8);
  const bus = world.connect();
  const running: Subscription[] = [];
  await bus.ensureTopics([{ name: thingTopic, partitions: 3, compacted: false }, { name: settingTopic, partitions: 3, compacted: true }]);
  const reset = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await db.query('DELETE FROM parked');
  };
  return {
    db,
    bus,
    world,
    store,
    reset,
    keep: (one) => void running.push(one),
    effects: async (reader, thing) => (await effectsOf(db, reader))[thing] ?? [],
    startReader: async (wrap = (record) => record, more = {}) => {
      const group = randomUUID();
      const handlers = { ThingChanged: wrap(recordEffect(group)), SettingConfigured: recordSetting(group) };
      running.push(await startConsumer({ db, bus, group, topics: [thingTopic, settingTopic], from: 'latest', log, crash: () => undefined, handlers, ...more }));
      return group;
    },
    stop: async () => {
      await reset();
      await world.stop();
      await store.stop();
    },
  };
};
