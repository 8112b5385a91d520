import { randomUUID } from 'node:crypto';
import { newId, type MerchantId } from '../ids';
import { eventually } from '../testing/eventually';
import { waitingWorld, type WaitingWorld } from '../testing/waiting-world';
import { cancelWork, rescheduleWork, scheduleWork, type DueWork } from './due-work';
import { claim, release } from './due-work-store';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
let world: WaitingWorld;

beforeAll(async () => {
  world = await waitingWorld('waiting');
}, 60_000);
afterEach(() => world.reset());
afterAll(() => world.stop());

test('work begins at once after the commit that asks for it', async () => {
  const begun: number[] = [];
  world.work(async (piece) => {
    begun.push(performance.now());
    await world.complete(piece);
  });
  const waits: number[] = [];
  for (const turn of upTo(10)) {
    await world.schedule();
    const committedAt = performance.now();
    await eventually(() => expect(begun).toHaveLength(turn));
    waits.push((begun.at(-1) ?? Infinity) - committedAt);
  }
  expect(waits.sort((a, b) => a - b)[5]).toBeLessThan(100);
});

test('work of a change that was rolled back does not exist', async () => {
  await expect(
    world.db.transaction('system', async (tx) => {
      await scheduleWork(tx, { kind: 'inquiry', ref: 'r', merchantId: newId<MerchantId>(), payload: {} });
      throw new Error('undo');
    }),
  ).rejects.toThrow('undo');
  expect(await world.rows()).toEqual([]);
});

test('scheduling the same key again does nothing; another key of the same ref is other work', async () => {
  const ref = randomUUID();
  await world.schedule({ ref });
  await world.schedule({ ref });
  await world.schedule({ ref, key: 'notification 7' });
  expect(await world.rows()).toHaveLength(2);
});

test('needless work is taken back while it waits, but a run that is under way may finish', async () => {
  const cancel = (key: string): Promise<void> => world.db.transaction('system', (tx) => cancelWork(tx, { kind: 'inquiry', key }));
  await world.schedule({ ref: 'under way' });
  const [running] = await claim(world.db, { kinds: ['inquiry'], max: 1, leaseMs: 60_000 });
  await world.schedule({ ref: 'waiting' });
  await cancel('waiting');
  await cancel('under way');
  expect(await world.rows()).toHaveLength(1);
  if (running) await world.complete(running);
  expect(await world.rows()).toEqual([]);
});

test('work is not begun before it is due by the clock of the database', async () => {
  const begun: string[] = [];
  const worker = world.work(async (piece) => {
    begun.push(piece.ref);
    await world.complete(piece);
  });
  await world.schedule({ ref: 'later', dueInMs: 3_600_000 });
  await world.schedule({ ref: 'now' });
  await eventually(() => expect(begun).toEqual(['now']));
  await world.makeDue();
  worker.wake();
  await eventually(() => expect(begun).toEqual(['now', 'later']));
});

test('work that throws comes again after a growing pause, and another ref does not wait for it', async () => {
  const attempts: number[] = [];
  const others: string[] = [];
  const worker = world.work(async (piece) => {
    if (piece.ref === 'fine') {
      others.push(piece.ref);
      return world.complete(piece);
    }
    attempts.push(piece.attempt);
    if (piece.attempt < 3) throw new Error('the provider does not answer');
    return world.complete(piece);
  });
  await world.schedule({ ref: 'failing' });
  await world.schedule({ ref: 'fine' });
  await eventually(async () => expect(await world.rows()).toEqual([{ attempt: 1, last_error: 'Error: the provider does not answer' }]));
  expect(others).toEqual(['fine']);
  for (const attempt of [2, 3]) {
    await world.makeDue();
    worker.wake();
    await eventually(() => expect(attempts).toContain(attempt));
  }
  await eventually(async () => expect(await world.rows()).toEqual([]));
});

test('the pause grows with the failures in a row, not with the runs, and begins anew after one that went well', async () => {
  const pauseAfter = async (end: (piece: DueWork) => Promise<unknown>): Promise<number> => {
    await world.makeDue();
    for (const piece of await claim(world.db, { kinds: ['inquiry'], max: 1, leaseMs: 60_000 })) await end(piece);
    const [row] = await world.db.query<{ seconds: number }>(`SELECT round(extract(epoch FROM due_at - clock_timestamp()))::int AS seconds FROM due_work`);
    return row?.seconds ?? -1;
  };
  const fail = (piece: DueWork) => release(world.db, piece, 'no');
  const goOn = (piece: DueWork) => world.db.transaction('system', (tx) => rescheduleWork(tx, piece, { dueInMs: 0 }));
  await world.schedule();
  for (const _ of upTo(8)) expect(await pauseAfter(goOn)).toBe(0);
  const pauses: number[] = [];
  for (const _ of upTo(10)) pauses.push(await pauseAfter(fail));
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
  await pauseAfter(goOn);
  expect(await pauseAfter(fail)).toBe(1);
});

test('work that is postponed comes again with what was learned so far', async () => {
  const seen: unknown[] = [];
  const worker = world.work(async (piece) => {
    seen.push(piece.payload);
    if (seen.length > 1) return world.complete(piece);
    return world.db.transaction('system', (tx) => rescheduleWork(tx, piece, { dueInMs: 0, payload: { asked: 1 } }));
  });
  await world.schedule({ payload: { asked: 0 } });
  worker.wake();
  await eventually(() => expect(seen).toEqual([{ asked: 0 }, { asked: 1 }]));
});

test('work that its handler forgot to finish is not lost', async () => {
  world.work(() => Promise.resolve());
  await world.schedule();
  await eventually(async () => expect(await world.rows()).toEqual([{ attempt: 1, last_error: 'neither completed nor rescheduled' }]));
});

