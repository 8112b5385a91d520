import type { Database } from '../db/database';
import { newId, type MerchantId } from '../ids';
import { appendEvents } from '../messaging/events';
import type { Handler } from '../messaging/inbox';
import { thingTopic } from './messaging-catalogue';

export const testMerchant = newId<MerchantId>();

/** Moves a thing by one step and says so. `beforeCommit` runs while the transaction is open. */
export const changeThing = (db: Database, id: string, beforeCommit: () => Promise<unknown> = () => Promise.resolve()): Promise<number> =>
  db.transaction('system', async (tx) => {
    const [row] = await tx.query<{ version: number }>(
      'INSERT INTO thing VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET version = thing.version + 1 RETURNING version',
      [id],
    );
    const version = row?.version ?? 0;
    await appendEvents(tx, [{ topic: thingTopic, type: 'ThingChanged', aggregateId: id, aggregateVersion: version, merchantId: testMerchant, body: { step: version } }]);
    await beforeCommit();
    return version;
  });

/** Writes one row for every time that it is called, so that a second effect of an event would be seen. */
export const recordEffect = (reader: string): Handler => async (tx, event) => {
  const { step } = event.body as { step: number };
  await tx.query(`INSERT INTO effect (reader, thing, step, merchant) VALUES ($1, $2, $3, current_setting('app.merchant_id', true))`, [reader, event.aggregateId, step]);
  return 'done';
};

/** The steps that a reader took of each thing, in the order it took them. */
export const effectsOf = async (db: Database, reader: string): Promise<Record<string, number[]>> => {
  const rows = await db.query<{ thing: string; step: number }>('SELECT thing, step FROM effect WHERE reader = $1 ORDER BY at', [reader]);
  const things: Record<string, number[]> = {};
  for (const { thing, step } of rows) things[thing] = [...(things[thing] ?? []), step];
  return things;
};
