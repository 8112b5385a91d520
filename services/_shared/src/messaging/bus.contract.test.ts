import { randomUUID } from 'node:crypto';
import { kafkaWorld, postgresWorld, type BusWorld } from '../testing/bus-worlds';
import { eventually } from '../testing/eventually';
import { spawnScript } from '../testing/spawn-script';
import type { Bus, BusMessage, Delivered, SubscribeOptions, Subscription } from './bus';

// A broker takes seconds to start, to restart and to move partitions.
jest.setTimeout(180_000);

const newTopic = (): string => `contract.${randomUUID()}`;
const message = (topic: string, key: string, value: string): BusMessage => ({ topic, key, value, headers: { ce_id: value.slice(0, 20) } });
/** `count` messages of one key with the values `from`, `from` + 1, … */
const numbered = (topic: string, key: string, { count, from = 1 }: { count: number; from?: number }): BusMessage[] =>
  Array.from({ length: count }, (_, index) => message(topic, key, String(from + index)));
const keys = (count: number): string[] => Array.from({ length: count }, (_, index) => `key-${index}`);

/** Collects what a subscriber is given. */
const collector = () => {
  const seen: Delivered[] = [];
  const onBatch = async (batch: readonly Delivered[]): Promise<void> => void seen.push(...batch);
  const values = (key?: string): string[] => seen.filter((one) => key === undefined || one.key === key).map(({ value }) => value);
  return { seen, onBatch, values };
};

/** The values without immediate or later repeats: what at-least-once delivery leaves when duplicates are taken away. */
const firsts = (values: readonly string[]): string[] => [...new Set(values)];

// Where no broker can be had the line that says so was printed, and the suite has nothing to prove.
describe.each([
  { kind: 'postgres', open: postgresWorld },
  { kind: 'kafka', open: () => kafkaWorld({ own: true }) },
])('the bus on $kind', ({ open }) => {
  let world: BusWorld | undefined;
  let bus: Bus;
  const running: Subscription[] = [];

  beforeAll(async () => {
    world = await open();
    if (world) bus = world.connect();
  }, 240_000);
  afterEach(() => Promise.all(running.splice(0).map((one) => one.stop())));
  afterAll(() => world?.stop(), 60_000);

  const topicOf = async (partitions = 4, compacted = false): Promise<string> => {
    const name = newTopic();
    await bus.ensureTopics([{ name, partitions, compacted }]);
    return name;
  };
  type Reading = Partial<SubscribeOptions> & Pick<SubscribeOptions, 'onBatch'>;
  const read = async (topic: string, reading: Reading, on = bus): Promise<Subscription> => {
    const subscription = await on.subscribe({ group: randomUUID(), topics: [topic], from: 'earliest', ...reading });
    running.push(subscription);
    return subscription;
  };

  test('delivers everything, and the messages of one key in the order they were published', async () => {
    if (!world) return;
    const topic = await topicOf();
    const { onBatch, values } = collector();
    await read(topic, { onBatch });
    for (let round = 0; round < 5; round += 1) await bus.publish(keys(7).flatMap((key) => numbered(topic, key, { count: 10, from: round * 10 + 1 })));
    await eventually(() => expect(values()).toHaveLength(350), 20_000);
    for (const key of keys(7)) expect(values(key)).toEqual(numbered(topic, key, { count: 50 }).map(({ value }) => value));
  });

  test('keeps the order of a key when several calls publish at once', async () => {
    if (!world) return;
    const topic = await topicOf();
    const { onBatch, values } = collector();
    await read(topic, { onBatch });
    await Promise.all(numbered(topic, 'one', { count: 60 }).map((one) => bus.publish([one])));
    await eventually(() => expect(values('one')).toEqual(numbered(topic, 'one', { count: 60 }).map(({ value }) => value)), 20_000);
  });

  test('carries headers, any text and large values unchanged', async () => {
    if (!world) return;
    const topic = await topicOf(1);
    const { onBatch, seen } = collector();
    const text = 'Ёлка «№ 1» — 😀 \u202eabc "\\ \n\t';
    await bus.publish([{ topic, key: 'ключ', value: text, headers: { ce_type: 'Заказ', traceparent: '00-1-2-01' } }, message(topic, 'big', 'я'.repeat(300_000))]);
    await read(topic, { onBatch });
    await eventually(() => expect(seen).toHaveLength(2), 20_000);
    expect(seen[0]).toMatchObject({ topic, key: 'ключ', value: text, headers: { ce_type: 'Заказ', traceparent: '00-1-2-01' }, partition: 0 });
    expect(seen[1]?.value).toBe('я'.repeat(300_000));
  });

  test('goes on after the last committed batch when a group comes back', async () => {
    if (!world) return;
    const topic = await topicOf(1);
    const group = randomUUID();
    const before = collector();
    const first = await read(topic, { group, onBatch: before.onBatch });
    await bus.publish(numbered(topic, 'k', { count: 5 }));
    await eventually(() => expect(before.values()).toHaveLength(5), 20_000);
    await first.stop();
    await bus.publish(numbered(topic, 'k', { count: 5, from: 6 }));
    const after = collector();
    await read(topic, { group, onBatch: after.onBatch });
    await eventually(() => expect(after.values()).toEqual(['6', '7', '8', '9', '10']), 20_000);
  });

  test('gives a rejected batch again, before anything that follows it', async () => {
    if (!world) return;
    const topic = await topicOf(1);
    const taken: string[] = [];
    let failures = 3;
    const onBatch = async (batch: readonly Delivered[]): Promise<void> => {
      if (batch.some(({ value }) => value === '4') && failures-- > 0) throw new Error('not now');
      taken.push(...batch.map(({ value }) => value));
    };
    await read(topic, { onBatch, batchMax: 3 });
    await bus.publish(numbered(topic, 'k', { count: 9 }));
    await eventually(() => expect(taken).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']), 20_000);
    expect(failures).toBe(-1);
  });

  test('lets other partitions go on while one rejects', async () => {
    if (!world) return;
    const topic = await topicOf(4);
    const taken: string[] = [];
    const onBatch = async (batch: readonly Delivered[]): Promise<void> => {
      if (batch.some(({ key }) => key === 'key-0')) throw new Error('never');
      taken.push(...batch.map(({ key }) => key));
    };
    await read(topic, { onBatch });
    await bus.publish(keys(30).map((key) => message(topic, key, 'x')));
    await eventually(() => expect(new Set(taken).size).toBeGreaterThan(15), 20_000);
  });

  test('gives every group every message', async () => {
    if (!world) return;
    const topic = await topicOf();
    const [one, other] = [collector(), collector()];
    await Promise.all([read(topic, one), read(topic, other)]);
    await bus.publish(keys(20).map((key) => message(topic, key, key)));
    await eventually(() => {
      expect(firsts(one.values()).sort()).toEqual(keys(20).sort());
      expect(firsts(other.values()).sort()).toEqual(keys(20).sort());
    }, 20_000);
  });

  test('begins at the end for a new group that asks for the latest, and misses nothing after the subscription stands', async () => {
    if (!world) return;
    const topic = await topicOf();
    await bus.publish(keys(10).map((key) => message(topic, key, 'old')));
    const { onBatch, values } = collector();
    await read(topic, { onBatch, from: 'latest' });
    await bus.publish(keys(10).map((key) => message(topic, key, 'new')));
    await eventually(() => expect(values()).toHaveLength(10), 20_000);
    expect(firsts(values())).toEqual(['new']);
  });

  test('shares the partitions between two members of a group, and gives all to the one that is left', async () => {
    if (!world) return;
    const topic = await topicOf(6);
    const group = randomUUID();
    const [one, other] = [collector(), collector()];
    await read(topic, { group, onBatch: one.onBatch });
    const leaving = await read(topic, { group, onBatch: other.onBatch }, world?.connect());
    await eventually(async () => {
      await bus.publish(keys(30).map((key) => message(topic, key, randomUUID())));
      expect(one.values().length).toBeGreaterThan(0);
      expect(other.values().length).toBeGreaterThan(0);
    }, 30_000);
    await leaving.stop();
    const sent = keys(30).map((key) => message(topic, key, randomUUID()));
    await bus.publish(sent);
    await eventually(() => expect(one.values()).toEqual(expect.arrayContaining(sent.map(({ value }) => value))), 30_000);
  }, 90_000);

  test('gives the partitions of a member that was killed to the others, from where it had committed', async () => {
    if (!world) return;
    const topic = await topicOf(6);
    const group = randomUUID();
    const one = collector();
    await read(topic, { group, onBatch: one.onBatch });
    const { child, lines } = spawnScript(require.resolve('../testing/bus-member-process'), [JSON.stringify(world.address), group, topic]);
    const sent: string[] = [];
    const send = async (): Promise<void> => {
      const messages = keys(30).map((key) => message(topic, key, randomUUID()));
      await bus.publish(messages);
      sent.push(...messages.map(({ value }) => value));
    };
    await eventually(async () => {
      await send();
      expect(lines.length).toBeGreaterThan(0);
    }, 60_000);
    child.kill('SIGKILL');
    await send();
    await eventually(() => expect(firsts([...one.values(), ...lines]).sort()).toEqual([...sent].sort()), 60_000);
  });

  test('gives what a killed member had in hand, and had not finished, to the next one', async () => {
    if (!world) return;
    const topic = await topicOf(1);
    const group = randomUUID();
    const { child, lines } = spawnScript(require.resolve('../testing/bus-member-process'), [JSON.stringify(world.address), group, topic, 'never-finish']);
    await bus.publish(numbered(topic, 'k', { count: 5 }));
    await eventually(() => expect(lines[0]).toBe('1'), 60_000);
    child.kill('SIGKILL');
    const { onBatch, values } = collector();
    await read(topic, { group, onBatch });
    await eventually(() => expect(values()).toEqual(['1', '2', '3', '4', '5']), 60_000);
  });

  test('rebuilds a reader from nothing out of a compacted topic', async () => {
    if (!world) return;
    const topic = await topicOf(2, true);
    for (let round = 1; round <= 20; round += 1) await bus.publish(keys(5).map((key) => message(topic, key, `${key}=${round}`)));
    await world?.compact();
    const state = new Map<string, string>();
    await read(topic, { onBatch: async (batch) => batch.forEach(({ key, value }) => state.set(key, value)) });
    await eventually(() => expect(Object.fromEntries(state)).toEqual(Object.fromEntries(keys(5).map((key) => [key, `${key}=20`]))), 20_000);
  });

  test('survives the loss of the broker: nothing acknowledged is missing and every key is in order', async () => {
    if (!world?.disturb) return;
    const topic = await topicOf();
    const { onBatch, values } = collector();
    await read(topic, { onBatch });
    const publishSurely = async (messages: readonly BusMessage[]): Promise<void> => eventually(() => bus.publish(messages), 60_000);
    const disturbing = world.disturb();
    for (let round = 0; round < 20; round += 1) await publishSurely(keys(4).flatMap((key) => numbered(topic, key, { count: 5, from: round * 5 + 1 })));
    await disturbing;
    await publishSurely(keys(4).map((key) => message(topic, key, 'end')));
    await eventually(() => {
      for (const key of keys(4)) expect(firsts(values(key))).toEqual([...numbered(topic, key, { count: 100 }).map(({ value }) => value), 'end']);
    }, 90_000);
  }, 180_000);

  test('survives a broker that is away for longer than its client tries by itself', async () => {
    if (!world?.disturb || world.address.kind !== 'kafka') return;
    const topic = await topicOf(1);
    const { onBatch, values } = collector();
    await read(topic, { onBatch });
    await bus.publish(numbered(topic, 'k', { count: 5 }));
    await eventually(() => expect(values()).toHaveLength(5), 20_000);
    await world.disturb(15_000);
    await eventually(() => bus.publish(numbered(topic, 'k', { count: 5, from: 6 })), 60_000);
    await eventually(() => expect(firsts(values())).toEqual(numbered(topic, 'k', { count: 10 }).map(({ value }) => value)), 60_000);
  });

  test('refuses to publish to a topic that nobody created', async () => {
    if (!world) return;
    await expect(bus.publish([message(newTopic(), 'k', 'v')])).rejects.toThrow();
  });
});
