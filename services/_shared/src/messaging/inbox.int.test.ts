import { randomUUID } from 'node:crypto';
import type { Database } from '../db/database';
import { newId } from '../ids';
import { createLog } from '../log';
import { startTelemetry } from '../telemetry';
import { postgresWorld, type BusWorld } from '../testing/bus-worlds';
import { eventually } from '../testing/eventually';
import { serviceDatabase, type ServiceDatabase } from '../testing/kernel-database';
import { settingTopic, testCatalogue, thingTopic } from '../testing/messaging-catalogue';
import { changeThing, effectsOf, recordEffect, testMerchant } from '../testing/messaging-effects';
import { messagingTables } from '../testing/messaging-tables';
import { currentTraceparent } from '../trace-context';
import type { Bus, BusMessage, Delivered, Subscription } from './bus';
import { listDeadLetters, replayDeadLetters } from './dead-letters';
import { toMessage, type InboundEvent } from './envelope';
import { registerEventCatalogue } from './events';
import { startConsumer, type Handler, type Outcome } from './inbox';
import { startRelay } from './relay';
import { startResyncResponder } from './resync';

const log = createLog({ service: 'inbox-test', level: 'fatal' });
const crash = (): void => undefined;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

let world: BusWorld;
let store: ServiceDatabase;
let db: Database;
let bus: Bus;
const running: Subscription[] = [];
const telemetry = startTelemetry({ service: 'inbox-test' });

beforeAll(async () => {
  registerEventCatalogue(testCatalogue);
  [world, store] = await Promise.all([postgresWorld(), serviceDatabase('reading', messagingTables)]);
  db = await store.open(8);
  bus = world.connect();
  await bus.ensureTopics([{ name: thingTopic, partitions: 3, compacted: false }, { name: settingTopic, partitions: 3, compacted: true }]);
}, 60_000);
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
  await db.query('DELETE FROM parked');
});
afterAll(async () => {
  await world.stop();
  await store.stop();
  await telemetry.stop();
});

const eventOf = (aggregateId: string, aggregateVersion: number, more: Partial<InboundEvent> = {}): InboundEvent => ({
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
const messagesOf = (aggregateId: string, versions: readonly number[]): BusMessage[] => versions.map((version) => toMessage('test', eventOf(aggregateId, version)));

/** A reader that begins at what is published from now on, with a name of its own for its effects. */
const startReader = async (wrap: (record: Handler) => Handler = (record) => record): Promise<string> => {
  const group = randomUUID();
  running.push(await startConsumer({ db, bus, group, topics: [thingTopic, settingTopic], from: 'latest', log, crash, handlers: { ThingChanged: wrap(recordEffect(group)), SettingConfigured: recordSetting(group) } }));
  return group;
};
const recordSetting = (group: string): Handler => async (tx, event) => {
  await tx.query('INSERT INTO effect (reader, thing, step) VALUES ($1, $2, $3)', [group, event.aggregateId, event.aggregateVersion]);
  return 'done';
};
const effects = (reader: string, thing: string): Promise<number[]> => effectsOf(db, reader).then((all) => all[thing] ?? []);

/** Answers instead of the handler for the things and steps that `when` names. */
const answering = (when: (event: InboundEvent) => Outcome | Error | undefined) => (record: Handler): Handler => async (tx, event) => {
  const answer = when(event);
  if (answer instanceof Error) {
    await record(tx, event);
    throw answer;
  }
  if (answer !== undefined) await record(tx, event);
  return answer ?? record(tx, event);
};

test('an event has its effect once, though the whole topic is delivered three times', async () => {
  const reader = await startReader();
  const things = upTo(10).map(() => randomUUID());
  const all = upTo(5).flatMap((version) => things.flatMap((thing) => messagesOf(thing, [version])));
  await bus.publish(all);
  await bus.publish(all);
  await eventually(async () => expect(await effectsOf(db, reader)).toEqual(Object.fromEntries(things.map((thing) => [thing, upTo(5)]))));
  await bus.publish(all);
  const last = randomUUID();
  await bus.publish(messagesOf(last, [1]));
  await eventually(async () => expect(await effects(reader, last)).toEqual([1]));
  expect(await effectsOf(db, reader)).toEqual(Object.fromEntries([...things.map((thing) => [thing, upTo(5)]), [last, [1]]]));
});

test('an old event of a sender that woke late is dropped even when its id is forgotten', async () => {
  const reader = await startReader();
  const thing = randomUUID();
  const messages = messagesOf(thing, [1, 2, 3]);
  await bus.publish(messages);
  await eventually(async () => expect(await effects(reader, thing)).toEqual([1, 2, 3]));
  await db.query('DELETE FROM inbox WHERE consumer = $1', [reader]);
  await bus.publish([...messages.slice(0, 2), ...messagesOf(thing, [4])]);
  await eventually(async () => expect(await effects(reader, thing)).toEqual([1, 2, 3, 4]));
});

test('an event that can never be applied parks its own key, undone, and a replay heals the key in order', async () => {
  let broken = true;
  const [poisoned, healthy] = [randomUUID(), randomUUID()];
  const reader = await startReader(answering(({ aggregateId, aggregateVersion }) => (broken && aggregateId === poisoned && aggregateVersion === 2 ? { never: 'the order has no lines' } : undefined)));
  await bus.publish(upTo(4).flatMap((version) => [...messagesOf(poisoned, [version]), ...messagesOf(healthy, [version])]));
  await eventually(async () => expect(await effects(reader, healthy)).toEqual([1, 2, 3, 4]));
  expect(await effects(reader, poisoned)).toEqual([1]);
  expect(await listDeadLetters(db)).toMatchObject([{ group: reader, aggregateId: poisoned, aggregateVersion: 2, reason: 'never', error: 'the order has no lines', behind: 2 }]);
  broken = false;
  expect(await replayDeadLetters(db)).toBe(1);
  await eventually(async () => expect(await effects(reader, poisoned)).toEqual([1, 2, 3, 4]));
  expect(await listDeadLetters(db)).toEqual([]);
});

test.each([
  ['is no JSON', (): string => 'plain text'],
  ['lacks its merchant', (id: string): string => JSON.stringify({ ...eventOf(id, 1), merchantId: undefined })],
  ['has a body that does not fit', (id: string): string => JSON.stringify(eventOf(id, 1, { body: { step: 'one' } }))],
  ['is named by another key', (): string => JSON.stringify(eventOf(randomUUID(), 1))],
])('a message that %s parks its own key and nothing else', async (_, spoil) => {
  const reader = await startReader();
  const [spoiled, healthy] = [randomUUID(), randomUUID()];
  await bus.publish([{ topic: thingTopic, key: spoiled, value: spoil(spoiled), headers: {} }, ...messagesOf(spoiled, [1]), ...messagesOf(healthy, [1, 2])]);
  await eventually(async () => expect(await effects(reader, healthy)).toEqual([1, 2]));
  expect(await effects(reader, spoiled)).toEqual([]);
  expect(await listDeadLetters(db)).toMatchObject([{ aggregateId: spoiled, reason: 'never' }]);
});

test('a handler that fails for a while is tried again, undone each time, and nothing of its key passes it', async () => {
  let failures = 2;
  const reader = await startReader(answering(({ aggregateVersion }) => (aggregateVersion === 2 && failures-- > 0 ? new Error('the database is busy') : undefined)));
  const thing = randomUUID();
  await bus.publish(messagesOf(thing, [1, 2, 3, 4]));
  await eventually(async () => expect(await effects(reader, thing)).toEqual([1, 2, 3, 4]), 20_000);
});

test('an event whose dependency is not here yet comes up again by itself', async () => {
  const [order, payment] = [randomUUID(), randomUUID()];
  const orderSeen = async (tx: Parameters<Handler>[0], group: string): Promise<boolean> => (await tx.query('SELECT FROM effect WHERE reader = $1 AND thing = $2', [group, order])).length > 0;
  const group = randomUUID();
  const record = recordEffect(group);
  const handler: Handler = async (tx, event) => (event.aggregateId === payment && !(await orderSeen(tx, group)) ? { later: 'the order is not known yet' } : record(tx, event));
  running.push(await startConsumer({ db, bus, group, topics: [thingTopic], from: 'latest', log, crash, handlers: { ThingChanged: handler } }));
  await bus.publish(messagesOf(payment, [1, 2]));
  await eventually(async () => expect(await listDeadLetters(db)).toMatchObject([{ aggregateId: payment, reason: 'later', behind: 1 }]));
  await bus.publish(messagesOf(order, [1]));
  await eventually(async () => expect(await effects(group, payment)).toEqual([1, 2]));
});

test('a lost event is asked of its writer and the key goes on in order', async () => {
  const thing = randomUUID();
  running.push({ stop: startRelay({ db, bus, log, crash }).stop }, await startResyncResponder({ db, bus, log, topics: [thingTopic] }));
  const reader = await startReader();
  await changeThing(db, thing);
  await eventually(async () => expect(await effects(reader, thing)).toEqual([1]));
  // Versions 2 and 3 are written but never sent: what a broker lost.
  await db.transaction('system', async (tx) => {
    await tx.query('UPDATE thing SET version = 3 WHERE id = $1', [thing]);
    for (const step of [2, 3]) {
      await tx.query(
        `INSERT INTO event_log (event_id, topic, aggregate_id, aggregate_version, type, merchant_id, occurred_at, body) VALUES ($1, $2, $3, $4, 'ThingChanged', $5, now(), $6)`,
        [newId(), thingTopic, thing, step, testMerchant, JSON.stringify({ step })],
      );
    }
  });
  await changeThing(db, thing);
  await changeThing(db, thing);
  await eventually(async () => expect(await effects(reader, thing)).toEqual([1, 2, 3, 4, 5]), 20_000);
  expect(await listDeadLetters(db)).toEqual([]);
});

test('a compacted topic may begin anywhere and skip, and an older state never replaces a newer one', async () => {
  const reader = await startReader();
  const setting = randomUUID();
  const state = (version: number): BusMessage => toMessage('test', eventOf(setting, version, { topic: settingTopic, type: 'SettingConfigured', body: { value: 'on' } }));
  await bus.publish([state(5), state(9), state(7), state(12)]);
  await eventually(async () => expect(await effects(reader, setting)).toEqual([5, 9, 12]));
});

test('a handler runs as the merchant of its event and in the trace that the event belongs to', async () => {
  const traces: (string | undefined)[] = [];
  const reader = await startReader((record) => (tx, event) => {
    traces.push(currentTraceparent());
    return record(tx, event);
  });
  const [thing, merchantId] = [randomUUID(), newId<InboundEvent['merchantId']>()];
  const traceparent = `00-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01`;
  await bus.publish([toMessage('test', eventOf(thing, 1, { merchantId, traceparent }))]);
  await eventually(async () => expect(await db.query('SELECT merchant FROM effect WHERE reader = $1', [reader])).toEqual([{ merchant: merchantId }]));
  expect(traces[0]).toContain('a1'.repeat(16));
});

test('two members of a group share the work and no event has two effects, also while one comes and goes', async () => {
  const group = randomUUID();
  const member = (on: Bus): Promise<Subscription> =>
    startConsumer({ db, bus: on, group, topics: [thingTopic], from: 'latest', log, crash, handlers: { ThingChanged: recordEffect(group) } });
  running.push(await member(bus));
  const things = upTo(12).map(() => randomUUID());
  for (let round = 1; round <= 6; round += 1) {
    const coming = await member(world.connect());
    await bus.publish(things.flatMap((thing) => messagesOf(thing, [round * 2 - 1, round * 2])));
    await coming.stop();
  }
  await eventually(async () => expect(await effectsOf(db, group)).toEqual(Object.fromEntries(things.map((thing) => [thing, upTo(12)]))), 30_000);
}, 60_000);

test('a batch is taken when the database comes back after its connections were cut', async () => {
  const reader = await startReader();
  const thing = randomUUID();
  const cut = (): Promise<unknown> => store.cutConnections();
  const received: Delivered[] = [];
  running.push(await bus.subscribe({ group: randomUUID(), topics: [thingTopic], from: 'latest', onBatch: async (batch) => void received.push(...batch) }));
  for (const version of upTo(10)) {
    await bus.publish(messagesOf(thing, [version]));
    await cut();
  }
  await eventually(async () => expect(await effects(reader, thing)).toEqual(upTo(10)), 20_000);
});
