import { randomUUID } from 'node:crypto';
import { createLog } from '../log';
import { eventually } from '../testing/eventually';
import { thingTopic } from '../testing/messaging-catalogue';
import { answering, messagesOf, readingWorld, type ReadingWorld } from '../testing/reading-world';
import type { Outcome } from './inbox';

type Line = Readonly<{ level: string | number; topic?: string; reason?: string; msg: string }>;

let world: ReadingWorld;
let logged: Line[] = [];
const log = createLog({ service: 'alarming', level: 'debug' }, { write: (line: string) => void logged.push(JSON.parse(line) as Line) });
const isError = ({ level }: Line): boolean => level === 'error' || level === 50;
const alarms = (): Line[] => logged.filter((line) => isError(line) && line.topic === thingTopic);

beforeAll(async () => {
  world = await readingWorld('alarming');
}, 60_000);
afterEach(async () => {
  await world.reset();
  logged = [];
});
afterAll(() => world.stop());

test('a message that cannot be read, and so stops its key for ever, is told to people', async () => {
  await world.startReader(undefined, { log });
  await world.bus.publish([{ topic: thingTopic, key: randomUUID(), value: 'garbage from outside', headers: {} }]);
  await eventually(() => expect(alarms()).toMatchObject([{ reason: 'The message is not a JSON object' }]));
  expect(JSON.stringify(logged)).not.toContain('garbage');
});

test('an event that can never be applied is told to people, also when that shows only after waiting', async () => {
  let known = false;
  await world.startReader(answering(() => (known ? { never: 'the order has no lines' } : { later: 'the order is not known yet' })), { log });
  await world.bus.publish(messagesOf(randomUUID(), [1]));
  await eventually(() => expect(logged).toEqual(expect.arrayContaining([expect.objectContaining({ reason: 'later' })])));
  expect(alarms()).toEqual([]);
  known = true;
  await eventually(() => expect(alarms()).toMatchObject([{ reason: 'never' }]));
});

type Wait = Readonly<{ what: string; reason: string; versions: readonly number[]; answer: () => Outcome | undefined }>;
const waits: readonly Wait[] = [
  { what: 'whose dependency does not come', reason: 'later', versions: [1], answer: () => ({ later: 'the order is not known yet' }) },
  { what: 'whose predecessor does not come', reason: 'gap', versions: [1, 3], answer: () => undefined },
];

test.each(waits)('an event $what is told to people once when it has waited for long, while it goes on waiting', async ({ reason, versions, answer }) => {
  const group = await world.startReader(answering(answer), { log });
  await world.bus.publish(messagesOf(randomUUID(), versions));
  const triedAgain = async (tries: number): Promise<void> => {
    await world.db.query('UPDATE parked SET tries = $2, next_try_at = now() WHERE consumer = $1', [group, tries]);
    await eventually(async () => expect(await world.db.query('SELECT reason FROM parked WHERE consumer = $1 AND tries > $2', [group, tries])).toEqual([{ reason }]));
  };
  await eventually(async () => expect(await world.db.query('SELECT FROM parked WHERE consumer = $1', [group])).toHaveLength(1));
  await triedAgain(9);
  expect(alarms()).toEqual([]);
  await triedAgain(10);
  await eventually(() => expect(alarms()).toMatchObject([{ reason }]));
  await triedAgain(11);
  await triedAgain(30);
  expect(alarms()).toHaveLength(1);
});
