import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';

const lookEveryMs = 50;
const stillForMs = 30_000;

/** Entries of all timelines so far, by the numbers that were given out: counting a growing table would cost what is measured. */
const toldSoFar = async (db: Client): Promise<number> => Number((await db.query<{ last: string }>(`SELECT last_value AS last FROM orders_sync.timeline_id_seq`)).rows[0]?.last);

const isEmpty = async (db: Client, outbox: string): Promise<boolean> => (await db.query(`SELECT FROM ${outbox} LIMIT 1`)).rows.length === 0;

/** Resolves when `done` says so. @throws when nothing moves any more. */
const whenDone = async (done: () => Promise<boolean>, moved: () => Promise<number>): Promise<void> => {
  for (let [last, since] = [await moved(), performance.now()]; !(await done()); ) {
    const now = await moved();
    if (now !== last) [last, since] = [now, performance.now()];
    if (performance.now() - since > stillForMs) throw new Error(`Nothing moved for ${stillForMs} ms`);
    await pause(lookEveryMs);
  }
};

const waiting = async (db: Client, outbox: string): Promise<number> => Number((await db.query<{ count: string }>(`SELECT count(*) FROM ${outbox}`)).rows[0]?.count);

/** Resolves when the service has nothing more to send. */
export const sentAll = (db: Client, service: string): Promise<void> => whenDone(() => isEmpty(db, `${service}.outbox`), () => waiting(db, `${service}.outbox`));

/** Remembers where the timelines stand; `reached` resolves when so many entries more are there. */
export const timelineGauge = async (db: Client): Promise<{ reached(more: number): Promise<void> }> => {
  const before = await toldSoFar(db);
  return { reached: (more) => whenDone(async () => (await toldSoFar(db)) >= before + more, () => toldSoFar(db)) };
};
