import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../db/database';
import { newId, type MerchantId } from '../ids';
import { createLog } from '../log';
import { eventually } from '../testing/eventually';
import { serviceDatabase, type ServiceDatabase } from '../testing/kernel-database';
import { messagingTables } from '../testing/messaging-tables';
import { claim, pauseAfter } from './due-work-store';
import { cancelWork, completeWork, FenceLost, rescheduleWork, scheduleWork, startDueWorker, type DueHandler, type DueWork, type NewWork } from './due-work';
import type { Loop } from './loop';

const log = createLog({ service: 'due-test', level: 'fatal' });
const merchantId = newId<MerchantId>();
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

let store: ServiceDatabase;
let db: Database;
const workers: Loop[] = [];

beforeAll(async () => {
  store = await serviceDatabase('waiting', messagingTables);
  db = await store.open(8);
}, 60_000);
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await db.query('DELETE FROM due_work');
});
afterAll(() => store.stop());

const schedule = (more: Partial<NewWork> = {}): Promise<void> =>
  db.transaction('system', (tx) => scheduleWork(tx, { kind: 'inquiry', ref: randomUUID(), merchantId, payload: {}, ...more }));
const complete = (work: DueWork): Promise<void> => db.transaction('system', (tx) => completeWork(tx, work));
const work = (handler: DueHandler, more: { leaseMs?: number; concurrency?: number; on?: Database } = {}): Loop => {
  const worker = startDueWorker({ db: more.on ?? db, log, handlers: { inquiry: handler }, ...more });
  workers.push(worker);
  return worker;
};
const rows = (): Promise<{ attempt: number; last_error: string | null }[]> => db.query('SELECT attempt, last_error FROM due_work');
const makeDue = (): Promise<unknown> => db.query('UPDATE due_work SET due_at = now() WHERE claimed_until IS NULL');

test('all work is done once, and never two pieces of one ref at a time, over two workers', async () => {
  const refs = upTo(6).map(() => randomUUID());
  const busy = new Set<string>();
  const done: string[] = [];
  let overlaps = 0;
  const handler: DueHandler = async (piece) => {
    if (busy.has(piece.ref)) overlaps += 1;
    busy.add(piece.ref);
    await pause(15);
    busy.delete(piece.ref);
    await complete(piece);
    done.push(`${piece.ref} ${(piece.payload as { step: number }).step}`);
  };
  const wanted = upTo(8).flatMap((step) => refs.map((ref) => ({ ref, step })));
  for (const { ref, step } of wanted) await schedule({ ref, key: `${ref} ${step}`, payload: { step } });
  work(handler, { concurrency: 4 });
  work(handler, { concurrency: 4, on: await store.open(4) });
  await eventually(() => expect([...done].sort()).toEqual(wanted.map(({ ref, step }) => `${ref} ${step}`).sort()), 30_000);
  expect(overlaps).toBe(0);
  expect(await rows()).toEqual([]);
}, 60_000);

test('work begins at once after the commit that asks for it', async () => {
  const begun: number[] = [];
  work(async (piece) => {
    begun.push(performance.now());
    await complete(piece);
  });
  const waits: number[] = [];
  for (const turn of upTo(10)) {
    await schedule();
    const committedAt = performance.now();
    await eventually(() => expect(begun).toHaveLength(turn));
    waits.push((begun.at(-1) ?? Infinity) - committedAt);
  }
  expect(waits.sort((a, b) => a - b)[5]).toBeLessThan(100);
});

test('work of a change that was rolled back does not exist', async () => {
  await expect(
    db.transaction('system', async (tx) => {
      await scheduleWork(tx, { kind: 'inquiry', ref: 'r', merchantId, payload: {} });
      throw new Error('undo');
    }),
  ).rejects.toThrow('undo');
  expect(await rows()).toEqual([]);
});

test('scheduling the same key again does nothing; another key of the same ref is other work', async () => {
  const ref = randomUUID();
  await schedule({ ref });
  await schedule({ ref });
  await schedule({ ref, key: 'notification 7' });
  expect(await rows()).toHaveLength(2);
});

test('needless work is taken back while it waits, but a run that is under way may finish', async () => {
  const cancel = (key: string): Promise<void> => db.transaction('system', (tx) => cancelWork(tx, { kind: 'inquiry', key }));
  await schedule({ ref: 'under way' });
  const [running] = await claim(db, { kinds: ['inquiry'], max: 1, leaseMs: 60_000 });
  await schedule({ ref: 'waiting' });
  await cancel('waiting');
  await cancel('under way');
  expect(await rows()).toHaveLength(1);
  if (running) await complete(running);
  expect(await rows()).toEqual([]);
});

test('work is not begun before it is due by the clock of the database', async () => {
  const begun: string[] = [];
  const worker = work(async (piece) => {
    begun.push(piece.ref);
    await complete(piece);
  });
  await schedule({ ref: 'later', dueInMs: 3_600_000 });
  await schedule({ ref: 'now' });
  await eventually(() => expect(begun).toEqual(['now']));
  await makeDue();
  worker.wake();
  await eventually(() => expect(begun).toEqual(['now', 'later']));
});

test('a lease that ran out hands the work over, and the one who had it can no longer finish or postpone it', async () => {
  await schedule({ ref: 'contested', payload: { amount: 1 } });
  const [zombie] = await claim(db, { kinds: ['inquiry'], max: 1, leaseMs: 1 });
  if (!zombie) throw new Error('nothing was claimed');
  const taken: DueWork[] = [];
  const answers: unknown[] = [];
  const postpone = (): Promise<void> => db.transaction('system', (tx) => rescheduleWork(tx, zombie, { dueInMs: 0 }));
  work(async (piece) => {
    taken.push(piece);
    for (const attempt of [() => complete(zombie), postpone]) answers.push(await attempt().catch((error: unknown) => error));
    await complete(piece);
  });
  await eventually(async () => expect(await rows()).toEqual([]));
  expect(answers).toEqual([expect.any(FenceLost), expect.any(FenceLost)]);
  expect(taken).toEqual([expect.objectContaining({ id: zombie.id, fence: zombie.fence + 1, attempt: 2, payload: { amount: 1 } })]);
  await expect(complete(zombie)).rejects.toThrow(FenceLost);
});

test('what a zombie wrote beside its lost fence is not saved', async () => {
  await schedule({ ref: 'contested' });
  const [zombie] = await claim(db, { kinds: ['inquiry'], max: 1, leaseMs: 1 });
  await eventually(async () => expect(await claim(db, { kinds: ['inquiry'], max: 1, leaseMs: 60_000 })).toHaveLength(1));
  await expect(
    db.transaction('system', async (tx) => {
      await tx.query("INSERT INTO thing VALUES ('written by a zombie', 1)");
      if (zombie) await completeWork(tx, zombie);
    }),
  ).rejects.toThrow(FenceLost);
  expect(await db.query("SELECT FROM thing WHERE id = 'written by a zombie'")).toEqual([]);
});

test('a worker that lives keeps its work beyond the lease', async () => {
  await schedule();
  let runs = 0;
  const slow: DueHandler = async (piece) => {
    runs += 1;
    await pause(1_500);
    await complete(piece);
  };
  work(slow, { leaseMs: 300 });
  work(slow, { leaseMs: 300, on: await store.open(2) });
  await eventually(async () => expect(await rows()).toEqual([]));
  expect(runs).toBe(1);
});

test('work that throws comes again after a growing pause, and another ref does not wait for it', async () => {
  const attempts: number[] = [];
  const others: string[] = [];
  const worker = work(async (piece) => {
    if (piece.ref === 'fine') {
      others.push(piece.ref);
      return complete(piece);
    }
    attempts.push(piece.attempt);
    if (piece.attempt < 3) throw new Error('the provider does not answer');
    return complete(piece);
  });
  await schedule({ ref: 'failing' });
  await schedule({ ref: 'fine' });
  await eventually(async () => expect(await rows()).toEqual([{ attempt: 1, last_error: 'Error: the provider does not answer' }]));
  expect(others).toEqual(['fine']);
  for (const attempt of [2, 3]) {
    await makeDue();
    worker.wake();
    await eventually(() => expect(attempts).toContain(attempt));
  }
  await eventually(async () => expect(await rows()).toEqual([]));
  expect(upTo(10).map(pauseAfter)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000]);
});

test('work that is postponed comes again with what was learned so far', async () => {
  const seen: unknown[] = [];
  const worker = work(async (piece) => {
    seen.push(piece.payload);
    if (seen.length > 1) return complete(piece);
    return db.transaction('system', (tx) => rescheduleWork(tx, piece, { dueInMs: 0, payload: { asked: 1 } }));
  });
  await schedule({ payload: { asked: 0 } });
  worker.wake();
  await eventually(() => expect(seen).toEqual([{ asked: 0 }, { asked: 1 }]));
});

test('work that its handler forgot to finish is not lost', async () => {
  work(() => Promise.resolve());
  await schedule();
  await eventually(async () => expect(await rows()).toEqual([{ attempt: 1, last_error: 'neither completed nor rescheduled' }]));
});

test('work survives the loss of the database connections and of the worker', async () => {
  const done: string[] = [];
  const handler: DueHandler = async (piece) => {
    await complete(piece);
    done.push(piece.ref);
  };
  const first = work(handler, { leaseMs: 500 });
  const refs = upTo(20).map(String);
  for (const ref of refs) {
    await eventually(() => schedule({ ref }));
    if (Number(ref) % 5 === 0) await store.cutConnections();
  }
  await first.stop();
  work(handler, { leaseMs: 500 });
  await eventually(async () => {
    await eventually(makeDue);
    expect(await rows()).toEqual([]);
  }, 20_000);
  expect(new Set(done).size).toBe(20);
}, 60_000);
