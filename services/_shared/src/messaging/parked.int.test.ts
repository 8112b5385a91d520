import { randomUUID } from 'node:crypto';
import { newId } from '../ids';
import { createLog } from '../log';
import { eventually } from '../testing/eventually';
import { thingTopic } from '../testing/messaging-catalogue';
import { changeThing, testMerchant } from '../testing/messaging-effects';
import { answering, eventOf, messagesOf, readingWorld, upTo, type ReadingWorld } from '../testing/reading-world';
import { discardDeadLetter, listDeadLetters, replayDeadLetters } from './dead-letters';
import type { Outcome } from './inbox';
import { startRelay } from './relay';
import { startResyncResponder } from './resync';

const log = createLog({ service: 'parking', level: 'fatal' });

let world: ReadingWorld;

beforeAll(async () => {
  world = await readingWorld('parking');
}, 60_000);
afterEach(() => world.reset());
afterAll(() => world.stop());

/** The part of a service that sends its events, also again when asked. */
const startWriter = async (): Promise<void> => {
  const { db, bus } = world;
  world.keep(startRelay({ db, bus, log, crash: () => undefined }));
  world.keep(await startResyncResponder({ db, bus, log, topics: [thingTopic] }));
};

test('an event that can never be applied parks its own key, undone, and a replay heals the key in order', async () => {
  let broken = true;
  const [poisoned, healthy] = [randomUUID(), randomUUID()];
  const reader = await world.startReader(answering(({ aggregateId, aggregateVersion }) => (broken && aggregateId === poisoned && aggregateVersion === 2 ? { never: 'the order has no lines' } : undefined)));
  await world.bus.publish(upTo(4).flatMap((version) => [...messagesOf(poisoned, [version]), ...messagesOf(healthy, [version])]));
  await eventually(async () => expect(await world.effects(reader, healthy)).toEqual([1, 2, 3, 4]));
  const parked = { group: reader, aggregateId: poisoned, aggregateVersion: 2, reason: 'never', error: 'the order has no lines', behind: 2 };
  await eventually(async () => expect(await listDeadLetters(world.db)).toMatchObject([parked]));
  expect(await world.effects(reader, poisoned)).toEqual([1]);
  broken = false;
  expect(await replayDeadLetters(world.db)).toBe(1);
  await eventually(async () => expect(await world.effects(reader, poisoned)).toEqual([1, 2, 3, 4]));
  expect(await listDeadLetters(world.db)).toEqual([]);
});

test.each<[string, Outcome]>([
  ['cannot be applied', { never: 'it was a mistake' }],
  ['waits for what will never come', { later: 'the order is not known yet' }],
])('a key goes on without an event that %s once a person discards it', async (_, answer) => {
  const reader = await world.startReader(answering(({ aggregateVersion }) => (aggregateVersion === 2 ? answer : undefined)));
  const thing = randomUUID();
  await world.bus.publish(messagesOf(thing, [1, 2, 3, 4]));
  const [letter] = await eventually(async () => {
    const letters = await listDeadLetters(world.db);
    expect(letters).toMatchObject([{ aggregateId: thing, behind: 2 }]);
    return letters;
  });
  expect(await discardDeadLetter(world.db, letter?.id ?? '')).toBe(true);
  await eventually(async () => expect(await world.effects(reader, thing)).toEqual([1, 3, 4]));
  expect(await listDeadLetters(world.db)).toEqual([]);
  expect(await discardDeadLetter(world.db, letter?.id ?? '')).toBe(false);
});

test('a key goes on after an unreadable message once a person discards it', async () => {
  await startWriter();
  const reader = await world.startReader();
  const thing = randomUUID();
  await world.bus.publish([{ topic: thingTopic, key: thing, value: 'garbage from outside', headers: {} }]);
  await changeThing(world.db, thing);
  await changeThing(world.db, thing);
  const [letter] = await eventually(async () => {
    const letters = await listDeadLetters(world.db);
    expect(letters).toMatchObject([{ aggregateId: thing, reason: 'never', behind: 2 }]);
    return letters;
  });
  await discardDeadLetter(world.db, letter?.id ?? '');
  await eventually(async () => expect(await world.effects(reader, thing)).toEqual([1, 2]));
});

test.each([
  ['is no JSON', (): string => 'plain text'],
  ['lacks its merchant', (id: string): string => JSON.stringify({ ...eventOf(id, 1), merchantId: undefined })],
  ['has a body that does not fit', (id: string): string => JSON.stringify(eventOf(id, 1, { body: { step: 'one' } }))],
  ['is named by another key', (): string => JSON.stringify(eventOf(randomUUID(), 1))],
])('a message that %s parks its own key and nothing else', async (_, spoil) => {
  const reader = await world.startReader();
  const [spoiled, healthy] = [randomUUID(), randomUUID()];
  await world.bus.publish([{ topic: thingTopic, key: spoiled, value: spoil(spoiled), headers: {} }, ...messagesOf(spoiled, [1]), ...messagesOf(healthy, [1, 2])]);
  await eventually(async () => expect(await world.effects(reader, healthy)).toEqual([1, 2]));
  await eventually(async () => expect(await listDeadLetters(world.db)).toMatchObject([{ aggregateId: spoiled, reason: 'never' }]));
  expect(await world.effects(reader, spoiled)).toEqual([]);
});

test('a handler that fails for a while is tried again, undone each time, and nothing of its key passes it', async () => {
  let failures = 2;
  const reader = await world.startReader(answering(({ aggregateVersion }) => (aggregateVersion === 2 && failures-- > 0 ? new Error('the database is busy') : undefined)));
  const thing = randomUUID();
  await world.bus.publish(messagesOf(thing, [1, 2, 3, 4]));
  await eventually(async () => expect(await world.effects(reader, thing)).toEqual([1, 2, 3, 4]), 20_000);
});

test('an event whose dependency is not here yet comes up again by itself', async () => {
  const [order, payment] = [randomUUID(), randomUUID()];
  const orderSeen = async (): Promise<boolean> => (await world.db.query('SELECT FROM effect WHERE thing = $1', [order])).length > 0;
  const reader = await world.startReader((record) => async (tx, event) =>
    event.aggregateId === payment && !(await orderSeen()) ? { later: 'the order is not known yet' } : record(tx, event));
  await world.bus.publish(messagesOf(payment, [1, 2]));
  await eventually(async () => expect(await listDeadLetters(world.db)).toMatchObject([{ aggregateId: payment, reason: 'later', behind: 1 }]));
  await world.bus.publish(messagesOf(order, [1]));
  await eventually(async () => expect(await world.effects(reader, payment)).toEqual([1, 2]));
});

test('a lost event is asked of its writer and the key goes on in order', async () => {
  const thing = randomUUID();
  await startWriter();
  const reader = await world.startReader();
  await changeThing(world.db, thing);
  await eventually(async () => expect(await world.effects(reader, thing)).toEqual([1]));
  // Versions 2 and 3 are written but never sent: what a broker lost.
  await world.db.transaction('system', async (tx) => {
    await tx.query('UPDATE thing SET version = 3 WHERE id = $1', [thing]);
    for (const step of [2, 3]) {
      await tx.query(
        `INSERT INTO event_log (event_id, topic, aggregate_id, aggregate_version, type, merchant_id, occurred_at, body) VALUES ($1, $2, $3, $4, 'ThingChanged', $5, now(), $6)`,
        [newId(), thingTopic, thing, step, testMerchant, JSON.stringify({ step })],
      );
    }
  });
  await changeThing(world.db, thing);
  await changeThing(world.db, thing);
  await eventually(async () => expect(await world.effects(reader, thing)).toEqual([1, 2, 3, 4, 5]), 20_000);
  expect(await listDeadLetters(world.db)).toEqual([]);
});

