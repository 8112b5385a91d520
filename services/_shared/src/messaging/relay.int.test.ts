import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../db/database';
import { createLog } from '../log';
import { kafkaWorld, postgresWorld, type BusWorld } from '../testing/bus-worlds';
import { eventually } from '../testing/eventually';
import { serviceDatabase, type ServiceDatabase } from '../testing/kernel-database';
import { testCatalogue, thingTopic, settingTopic } from '../testing/messaging-catalogue';
import { changeThing, testMerchant } from '../testing/messaging-effects';
import { messagingTables } from '../testing/messaging-tables';
import type { Bus, Delivered } from './bus';
import { appendEvents, registerEventCatalogue } from './events';
import type { Loop } from './loop';
import { startRelay } from './relay';

const log = createLog({ service: 'relay-test', level: 'fatal' });
const crash = (): void => undefined;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const firsts = <T>(values: readonly T[]): T[] => [...new Set(values)];

beforeAll(() => registerEventCatalogue(testCatalogue));

describe.each([
  { kind: 'postgres', open: postgresWorld },
  { kind: 'kafka', open: () => kafkaWorld({ own: false }) },
])('two relays over $kind', ({ open }) => {
  let world: BusWorld | undefined;
  let store: ServiceDatabase;
  let relays: Loop[] = [];
  beforeAll(async () => {
    [world, store] = await Promise.all([open(), serviceDatabase('relaying', messagingTables)]);
  }, 240_000);
  afterAll(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    await world?.stop();
    await store.stop();
  });

  test('lose nothing and keep every aggregate in order while eight writers commit out of order', async () => {
    if (!world) return;
    const [db, otherDb, bus] = [await store.open(8), await store.open(2), world.connect()];
    const received: Delivered[] = [];
    const things = upTo(20).map(() => randomUUID());
    await bus.ensureTopics([{ name: thingTopic, partitions: 6, compacted: false }]);
    await bus.subscribe({ group: randomUUID(), topics: [thingTopic], from: 'earliest', onBatch: async (batch) => void received.push(...batch) });
    relays = [startRelay({ db, bus, log, crash }), startRelay({ db: otherDb, bus: world.connect(), log, crash })];

    const writer = async (): Promise<void> => {
      for (let turn = 0; turn < 60; turn += 1) await changeThing(db, things[randomInt(things.length)] ?? '', () => pause(randomInt(6)));
    };
    await Promise.all(upTo(8).map(writer));

    const versions = await db.query<{ id: string; version: number }>('SELECT id, version FROM thing');
    expect(versions.reduce((all, { version }) => all + version, 0)).toBe(480);
    await eventually(() => {
      for (const { id, version } of versions) expect(firsts(received.filter(({ key }) => key === id).map(({ value }) => (JSON.parse(value) as { aggregateVersion: number }).aggregateVersion))).toEqual(upTo(version));
    }, 30_000);
    await eventually(async () => expect(await db.query('SELECT FROM outbox')).toEqual([]));
    // Nothing failed, so nothing was sent twice: the two never had the same shard at once.
    expect(received).toHaveLength(480);
  }, 120_000);
});

describe('the relay', () => {
  let store: ServiceDatabase;
  let db: Database;
  let relay: Loop | undefined;
  beforeAll(async () => {
    store = await serviceDatabase('relaying', messagingTables);
    db = await store.open();
  }, 60_000);
  afterEach(async () => {
    await relay?.stop();
    await db.query('DELETE FROM outbox');
  });
  afterAll(() => store.stop());

  /** A broker under the test's hand: it takes what `accepts` lets it. */
  const fakeBus = (accepts: (topic: string) => boolean) => {
    const taken: { topic: string; key: string; type: string }[] = [];
    const bus: Bus = {
      kind: 'postgres',
      ensureTopics: () => Promise.resolve(),
      publish: (messages) => {
        const refused = messages.find(({ topic }) => !accepts(topic));
        if (refused) return Promise.reject(new Error('no leader'));
        taken.push(...messages.map(({ topic, key, headers }) => ({ topic, key, type: headers['ce_type'] ?? '' })));
        return Promise.resolve();
      },
      subscribe: () => Promise.reject(new Error('nobody reads here')),
      stop: () => Promise.resolve(),
    };
    return { bus, taken };
  };

  test('holds back only the topic that the broker refuses, and sends it when the broker takes it again', async () => {
    let broken = true;
    const { bus, taken } = fakeBus((topic) => topic !== thingTopic || !broken);
    const [thing, setting] = [randomUUID(), randomUUID()];
    await changeThing(db, thing);
    await db.transaction('system', (tx) =>
      appendEvents(tx, [{ topic: settingTopic, type: 'SettingConfigured', aggregateId: setting, aggregateVersion: 1, merchantId: testMerchant, body: { value: 'on' } }]));
    relay = startRelay({ db, bus, log, crash });
    await eventually(() => expect(taken).toEqual([{ topic: settingTopic, key: setting, type: 'SettingConfigured' }]));
    broken = false;
    await eventually(() => expect(taken.map(({ key }) => key)).toEqual([setting, thing]));
  });

  test('sends an event within the same moment as its commit, without waiting for the poll', async () => {
    const { bus, taken } = fakeBus(() => true);
    relay = startRelay({ db, bus, log, crash });
    const waits: number[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      const thing = randomUUID();
      await changeThing(db, thing);
      const committedAt = performance.now();
      await eventually(() => expect(taken.map(({ key }) => key)).toContain(thing));
      waits.push(performance.now() - committedAt);
    }
    expect(waits.sort((a, b) => a - b)[5]).toBeLessThan(100);
  });

  test('leaves nothing behind of a change that was rolled back', async () => {
    const { bus, taken } = fakeBus(() => true);
    relay = startRelay({ db, bus, log, crash });
    await expect(changeThing(db, randomUUID(), () => Promise.reject(new Error('undo')))).rejects.toThrow('undo');
    const after = randomUUID();
    await changeThing(db, after);
    await eventually(() => expect(taken.map(({ key }) => key)).toEqual([after]));
  });
});

describe('a writer of events', () => {
  let store: ServiceDatabase;
  let db: Database;
  beforeAll(async () => {
    store = await serviceDatabase('relaying', messagingTables);
    db = await store.open();
  }, 60_000);
  afterAll(() => store.stop());

  const append = (aggregateId: string, aggregateVersion: number, more: object = {}): Promise<void> =>
    db.transaction('system', (tx) => appendEvents(tx, [{ topic: thingTopic, type: 'ThingChanged', aggregateId, aggregateVersion, merchantId: testMerchant, body: { step: 1 }, ...more }]));

  test.each([
    ['a field that the schema does not know', { body: { step: 1, secret: 'x' } }, /does not fit its schema.*secret/],
    ['a field of another kind', { body: { step: 'one' } }, /step: /],
    ['a type that nobody described', { type: 'ThingForgotten' }, /no event type ThingForgotten/],
    ['a topic that nobody described', { topic: 'test.other.v1' }, /no registered catalogue/],
  ])('is refused %s', async (_, more, message) => {
    await expect(append(randomUUID(), 1, more)).rejects.toThrow(message);
  });

  test.each([[1, 3], [2, 2], [5, 4]])('is refused version %i followed by %i', async (first, second) => {
    const id = randomUUID();
    await append(id, first);
    await expect(append(id, second)).rejects.toThrow(/count up by one|event_log_version/);
  });

  test('may skip versions on a compacted topic, but not go back', async () => {
    const id = randomUUID();
    const setting = { topic: settingTopic, type: 'SettingConfigured', body: { value: 'on' } };
    await append(id, 3, setting);
    await append(id, 9, setting);
    await expect(append(id, 4, setting)).rejects.toThrow(/SettingConfigured 4 .*count up by one/);
  });
});
