import { randomUUID } from 'node:crypto';
import { newId } from '../ids';
import { startTelemetry } from '../telemetry';
import { eventually } from '../testing/eventually';
import { settingTopic } from '../testing/messaging-catalogue';
import { effectsOf, recordEffect } from '../testing/messaging-effects';
import { eventOf, messagesOf, readingWorld, upTo, type ReadingWorld } from '../testing/reading-world';
import { currentTraceparent } from '../trace-context';
import type { BusMessage } from './bus';
import { toMessage, type InboundEvent } from './envelope';

let world: ReadingWorld;
const telemetry = startTelemetry({ service: 'inbox-test' });

beforeAll(async () => {
  world = await readingWorld('reading');
}, 60_000);
afterEach(() => world.reset());
afterAll(async () => {
  await world.stop();
  await telemetry.stop();
});

test('an event has its effect once, though the whole topic is delivered three times', async () => {
  const reader = await world.startReader();
  const things = upTo(10).map(() => randomUUID());
  const all = upTo(5).flatMap((version) => things.flatMap((thing) => messagesOf(thing, [version])));
  await world.bus.publish(all);
  await world.bus.publish(all);
  await eventually(async () => expect(await effectsOf(world.db, reader)).toEqual(Object.fromEntries(things.map((thing) => [thing, upTo(5)]))));
  await world.bus.publish(all);
  const last = randomUUID();
  await world.bus.publish(messagesOf(last, [1]));
  await eventually(async () => expect(await world.effects(reader, last)).toEqual([1]));
  expect(await effectsOf(world.db, reader)).toEqual(Object.fromEntries([...things.map((thing) => [thing, upTo(5)]), [last, [1]]]));
});

test('an old event of a sender that woke late is dropped even when its id is forgotten', async () => {
  const reader = await world.startReader();
  const thing = randomUUID();
  const messages = messagesOf(thing, [1, 2, 3]);
  await world.bus.publish(messages);
  await eventually(async () => expect(await world.effects(reader, thing)).toEqual([1, 2, 3]));
  await world.db.query('DELETE FROM inbox WHERE consumer = $1', [reader]);
  await world.bus.publish([...messages.slice(0, 2), ...messagesOf(thing, [4])]);
  await eventually(async () => expect(await world.effects(reader, thing)).toEqual([1, 2, 3, 4]));
});

test('a compacted topic may begin anywhere and skip, and an older state never replaces a newer one', async () => {
  const reader = await world.startReader();
  const setting = randomUUID();
  const state = (version: number): BusMessage => toMessage('test', eventOf(setting, version, { topic: settingTopic, type: 'SettingConfigured', body: { value: 'on' } }));
  await world.bus.publish([state(5), state(9), state(7), state(12)]);
  await eventually(async () => expect(await world.effects(reader, setting)).toEqual([5, 9, 12]));
});

test('a handler runs as the merchant of its event and in the trace that the event belongs to', async () => {
  const traces: (string | undefined)[] = [];
  const reader = await world.startReader((record) => (tx, event) => {
    traces.push(currentTraceparent());
    return record(tx, event);
  });
  const [thing, merchantId] = [randomUUID(), newId<InboundEvent['merchantId']>()];
  const traceparent = `00-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01`;
  await world.bus.publish([toMessage('test', eventOf(thing, 1, { merchantId, traceparent }))]);
  await eventually(async () => expect(await world.db.query('SELECT merchant FROM effect WHERE reader = $1', [reader])).toEqual([{ merchant: merchantId }]));
  expect(traces[0]).toContain('a1'.repeat(16));
});

test('two members of a group share the work and no event has two effects, also while one comes and goes', async () => {
  const reader = randomUUID();
  const member = async (bus = world.bus): Promise<void> => void (await world.startReader(() => recordEffect(reader), { group: reader, bus }));
  await member();
  const things = upTo(12).map(() => randomUUID());
  for (const round of upTo(6)) {
    const coming = world.world.connect();
    await member(coming);
    await world.bus.publish(things.flatMap((thing) => messagesOf(thing, [round * 2 - 1, round * 2])));
    await coming.stop();
  }
  await eventually(async () => expect(await effectsOf(world.db, reader)).toEqual(Object.fromEntries(things.map((thing) => [thing, upTo(12)]))), 30_000);
}, 60_000);

test('every event is taken though the database cuts its connections all the time', async () => {
  const reader = await world.startReader();
  const thing = randomUUID();
  for (const version of upTo(10)) {
    await world.bus.publish(messagesOf(thing, [version]));
    await world.store.cutConnections();
  }
  await eventually(async () => expect(await world.effects(reader, thing)).toEqual(upTo(10)), 20_000);
});
