import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { httpCall } from '../http/client';
import { eventually } from '../testing/eventually';
import { silentPeer } from '../testing/silent-peer';
import { waitingWorld, type WaitingWorld } from '../testing/waiting-world';
import { completeWork, FenceLost, rescheduleWork, type DueHandler, type DueWork } from './due-work';
import { claim } from './due-work-store';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
let world: WaitingWorld;

beforeAll(async () => {
  world = await waitingWorld('leasing');
}, 60_000);
afterEach(() => world.reset());
afterAll(() => world.stop());

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
    await world.complete(piece);
    done.push(`${piece.ref} ${(piece.payload as { step: number }).step}`);
  };
  const wanted = upTo(8).flatMap((step) => refs.map((ref) => ({ ref, step })));
  for (const { ref, step } of wanted) await world.schedule({ ref, key: `${ref} ${step}`, payload: { step } });
  world.work(handler, { concurrency: 4 });
  world.work(handler, { concurrency: 4, on: await world.store.open(4) });
  await eventually(() => expect([...done].sort()).toEqual(wanted.map(({ ref, step }) => `${ref} ${step}`).sort()), 30_000);
  expect(overlaps).toBe(0);
  expect(await world.rows()).toEqual([]);
}, 60_000);

test('a lease that ran out hands the work over, and the one who had it can no longer finish or postpone it', async () => {
  await world.schedule({ ref: 'contested', payload: { amount: 1 } });
  const [zombie] = await claim(world.db, { kinds: ['inquiry'], max: 1, leaseMs: 1 });
  if (!zombie) throw new Error('nothing was claimed');
  const taken: DueWork[] = [];
  const answers: unknown[] = [];
  const postpone = (): Promise<void> => world.db.transaction('system', (tx) => rescheduleWork(tx, zombie, { dueInMs: 0 }));
  world.work(async (piece) => {
    taken.push(piece);
    for (const attempt of [() => world.complete(zombie), postpone]) answers.push(await attempt().catch((error: unknown) => error));
    await world.complete(piece);
  });
  await eventually(async () => expect(await world.rows()).toEqual([]));
  expect(answers).toEqual([expect.any(FenceLost), expect.any(FenceLost)]);
  expect(taken).toEqual([expect.objectContaining({ id: zombie.id, fence: zombie.fence + 1, attempt: 2, payload: { amount: 1 } })]);
  await expect(world.complete(zombie)).rejects.toThrow(FenceLost);
});

test('what a zombie wrote beside its lost fence is not saved', async () => {
  await world.schedule({ ref: 'contested' });
  const [zombie] = await claim(world.db, { kinds: ['inquiry'], max: 1, leaseMs: 1 });
  await eventually(async () => expect(await claim(world.db, { kinds: ['inquiry'], max: 1, leaseMs: 60_000 })).toHaveLength(1));
  await expect(
    world.db.transaction('system', async (tx) => {
      await tx.query("INSERT INTO thing VALUES ('written by a zombie', 1)");
      if (zombie) await completeWork(tx, zombie);
    }),
  ).rejects.toThrow(FenceLost);
  expect(await world.db.query("SELECT FROM thing WHERE id = 'written by a zombie'")).toEqual([]);
});

test('a worker that lives keeps its work beyond the lease', async () => {
  await world.schedule();
  let runs = 0;
  const slow: DueHandler = async (piece) => {
    runs += 1;
    await pause(1_500);
    await world.complete(piece);
  };
  world.work(slow, { leaseMs: 300 });
  world.work(slow, { leaseMs: 300, on: await world.store.open(2) });
  await eventually(async () => expect(await world.rows()).toEqual([]));
  expect(runs).toBe(1);
});

test('work survives the loss of the database connections and of the worker', async () => {
  const done: string[] = [];
  const handler: DueHandler = async (piece) => {
    await world.complete(piece);
    done.push(piece.ref);
  };
  const first = world.work(handler, { leaseMs: 500 });
  const refs = upTo(20).map(String);
  for (const ref of refs) {
    await eventually(() => world.schedule({ ref }));
    if (Number(ref) % 5 === 0) await world.store.cutConnections();
  }
  await first.stop();
  world.work(handler, { leaseMs: 500 });
  await eventually(async () => {
    await eventually(world.makeDue);
    expect(await world.rows()).toEqual([]);
  }, 20_000);
  expect(new Set(done).size).toBe(20);
}, 60_000);

test('a worker that is stopped while the other side hangs ends the call, and what came of it is saved: nobody waits for its lease', async () => {
  const peer = await silentPeer();
  const heard: unknown[] = [];
  await world.schedule();
  const worker = world.work(async (piece) => {
    const call = () => httpCall({ url: `http://127.0.0.1:${peer.port}`, method: 'POST', timeoutMs: 60_000 });
    heard.push(await call(), await call());
    await world.db.transaction('system', (tx) => rescheduleWork(tx, piece, { dueInMs: 0 }));
  }, { stopPatienceMs: 100 });
  await eventually(() => expect(peer.connections()).toBe(1));
  await worker.stop();
  expect(heard).toEqual([{ ok: false, error: { kind: 'unknown', reason: 'this process stops' } }, { ok: false, error: { kind: 'not-sent', reason: 'this process stops' } }]);
  expect(await claim(world.db, { kinds: ['inquiry'], max: 1, leaseMs: 1 })).toHaveLength(1);
  await peer.stop();
});
