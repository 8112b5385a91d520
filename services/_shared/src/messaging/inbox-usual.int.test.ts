import { randomUUID } from 'node:crypto';
import { recordEffect } from '../testing/messaging-effects';
import { messagesOf, readingWorld, upTo, type ReadingWorld } from '../testing/reading-world';
import type { BusMessage } from './bus';
import { toItem } from './inbox-batch';
import { park } from './inbox-store';
import { takeUsual, Unusual } from './inbox-usual';

let world: ReadingWorld;

beforeAll(async () => {
  world = await readingWorld('usual');
}, 60_000);
afterAll(() => world.stop());

const itemsOf = (messages: readonly BusMessage[]) => messages.map((message, index) => toItem({ ...message, partition: 0, offset: String(index) }));

/** A reader with a thing of its own. */
const reader = () => {
  const [group, thing] = [randomUUID(), randomUUID()];
  const consumer = { group, handlers: { ThingChanged: recordEffect(group) } };
  return { group, thing, take: (messages: readonly BusMessage[]) => world.db.transaction('system', (tx) => takeUsual(tx, consumer, itemsOf(messages))), effects: () => world.effects(group, thing) };
};

test('events that each come next are taken, several of a key and several keys at once', async () => {
  const { thing, take, effects } = reader();
  await take(messagesOf(thing, [1, 2]));
  await take([...messagesOf(randomUUID(), [1]), ...messagesOf(thing, [3, 4])]);
  expect(await effects()).toEqual([1, 2, 3, 4]);
});

test.each([
  ['comes again', [2]],
  ['comes again beside the next one', [2, 3]],
  ['comes too early', [4]],
  ['leaves a hole in its batch', [3, 5]],
])('an event that %s is not taken, and nothing of its batch is saved', async (_, versions) => {
  const { thing, take, effects } = reader();
  await take(messagesOf(thing, [1, 2]));
  await expect(take([...messagesOf(randomUUID(), [1]), ...messagesOf(thing, versions)])).rejects.toThrow(Unusual);
  expect(await effects()).toEqual([1, 2]);
  await take(messagesOf(thing, [3]));
  expect(await effects()).toEqual([1, 2, 3]);
});

test('an event is known by its id even where its version would fit', async () => {
  const { group, thing, take, effects } = reader();
  const [message] = messagesOf(thing, [1]);
  if (!message) throw new Error('no message');
  await take([message]);
  await world.db.query('UPDATE consumer_cursor SET last_version = 0 WHERE consumer = $1', [group]);
  await expect(take([message])).rejects.toThrow(Unusual);
  expect(await effects()).toEqual([1]);
});

test('nothing is taken past an event that was put aside, whatever its version', async () => {
  const { group, thing, take, effects } = reader();
  await take(messagesOf(thing, [1]));
  const [aside] = itemsOf(messagesOf(thing, [9]));
  if (!aside) throw new Error('no item');
  await world.db.transaction('system', (tx) => Promise.resolve(park(tx, group, [{ ...aside, version: undefined, reason: 'never' }])));
  await expect(take(messagesOf(thing, [2]))).rejects.toThrow(Unusual);
  expect(await effects()).toEqual([1]);
});

test('of two members that have the same events in hand one takes them', async () => {
  const { thing, take, effects } = reader();
  const messages = messagesOf(thing, upTo(3));
  const outcomes = await Promise.allSettled([take(messages), take(messages), take(messages)]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await effects()).toEqual([1, 2, 3]);
});
