import { randomUUID } from 'node:crypto';
import type { Database } from '../db/database';
import { newId } from '../ids';
import { createLog } from '../log';
import { serviceDatabase, type ServiceDatabase } from '../testing/kernel-database';
import { settingTopic, testCatalogue, thingTopic } from '../testing/messaging-catalogue';
import { testMerchant } from '../testing/messaging-effects';
import { messagingTables } from '../testing/messaging-tables';
import { registerEventCatalogue } from './events';
import { trimOnce } from './retention';

const log = createLog({ service: 'retention-test', level: 'fatal' });
let store: ServiceDatabase;
let db: Database;

beforeAll(async () => {
  registerEventCatalogue(testCatalogue);
  store = await serviceDatabase('trimming', messagingTables);
  db = await store.open();
}, 60_000);
afterAll(() => store.stop());

type Logged = { topic: string; id: string; version: number; daysAgo: number; unsent?: boolean };
const write = async ({ topic, id, version, daysAgo, unsent }: Logged): Promise<void> => {
  const eventId = newId();
  await db.query(
    `INSERT INTO event_log (event_id, topic, aggregate_id, aggregate_version, type, merchant_id, occurred_at, recorded_at, body)
     VALUES ($1, $2, $3, $4, 'X', $5, now(), now() - make_interval(days => $6), '{}')`,
    [eventId, topic, id, version, testMerchant, daysAgo],
  );
  if (unsent) await db.query('INSERT INTO outbox (shard, event_id) VALUES (0, $1)', [eventId]);
};

test('old events are deleted, but never an unsent one nor the present state on a compacted topic', async () => {
  const [thing, setting] = [randomUUID(), randomUUID()];
  await write({ topic: thingTopic, id: thing, version: 1, daysAgo: 100 });
  await write({ topic: thingTopic, id: thing, version: 2, daysAgo: 100, unsent: true });
  await write({ topic: thingTopic, id: thing, version: 3, daysAgo: 10 });
  await write({ topic: settingTopic, id: setting, version: 1, daysAgo: 200 });
  await write({ topic: settingTopic, id: setting, version: 2, daysAgo: 100 });
  await trimOnce({ db, log });
  const left = await db.query('SELECT aggregate_id AS id, aggregate_version AS version FROM event_log ORDER BY topic, aggregate_version');
  expect(left).toEqual([{ id: setting, version: 2 }, { id: thing, version: 2 }, { id: thing, version: 3 }]);
});

test('what was read is remembered longer than it can come again', async () => {
  const remember = (daysAgo: number): Promise<unknown> =>
    db.query(`INSERT INTO inbox (consumer, event_id, received_at) VALUES ('reader', $1, now() - make_interval(days => $2))`, [newId(), daysAgo]);
  await remember(40);
  await remember(20);
  await trimOnce({ db, log });
  expect(await db.query('SELECT FROM inbox')).toHaveLength(1);
});
