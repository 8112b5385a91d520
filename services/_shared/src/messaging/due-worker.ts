import type { Database } from '../db/database';
import { callsEndWith } from '../http/calls-end';
import type { Log } from '../log';
import { withTraceparent } from '../trace-context';
import type { DueWork } from './due-work';
import { anyDue, claim, isSettled, release, renew, type Claimed } from './due-work-store';
import { startLoop, type Loop } from './loop';
import { wakes } from './wakes';

/** Does the work and then completes or reschedules it, in its own transactions. A throw brings it back after a growing pause. */
export type DueHandler = (work: DueWork) => Promise<void>;

export type DueWorkerOptions = Readonly<{
  db: Database;
  handlers: Readonly<Record<string, DueHandler>>;
  /** Pieces at work at once, 8 unless told. */
  concurrency?: number;
  /** How long a worker that says nothing keeps its work, 60 s unless told; one that lives prolongs it. */
  leaseMs?: number;
  /** How long `stop` lets calls out go on, 5 s unless told; then they end as if their time were up, and what came of them is saved. */
  stopPatienceMs?: number;
  log: Log;
}>;

const pollMs = 500;
const concurrencyDefault = 8;
const leaseDefault = 60_000;
const stopPatienceDefault = 5_000;

const reasonOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : 'not an Error');

const createRunner = ({ db, handlers, log }: DueWorkerOptions, leaving: AbortSignal) => {
  const failed = async (work: Claimed, error: unknown): Promise<void> => {
    const { kind, ref, attempt } = work;
    log.warn({ err: error, kind, ref, attempt }, 'due work failed and comes again');
    // When the database is down the lease runs out by itself.
    await release(db, work, reasonOf(error)).catch(() => undefined);
  };

  return async (work: Claimed): Promise<void> => {
    try {
      await withTraceparent(work.traceparent, `due ${work.kind}`, () => callsEndWith(leaving, async () => handlers[work.kind]?.(work)));
    } catch (error) {
      return failed(work, error);
    }
    if (isSettled(work)) return;
    const left = await release(db, work, 'neither completed nor rescheduled').catch(() => false);
    if (left) log.error({ kind: work.kind, ref: work.ref }, 'due work was left neither completed nor rescheduled; it comes again');
  };
};

/** Claims and runs due work until stopped; `stop` waits for what runs. Any number of workers may run on one database. */
export const startDueWorker = (options: DueWorkerOptions): Loop => {
  const { db, handlers, log, concurrency = concurrencyDefault, leaseMs = leaseDefault, stopPatienceMs = stopPatienceDefault } = options;
  const kinds = Object.keys(handlers);
  const running = new Map<Claimed, Promise<void>>();
  const leaving = new AbortController();
  const run = createRunner(options, leaving.signal);
  let wake: () => void = () => undefined;
  let announced = false;

  const begin = (work: Claimed): void => {
    const ended = run(work).finally(() => {
      running.delete(work);
      wake();
    });
    running.set(work, ended);
  };
  const step = async (): Promise<boolean> => {
    const free = concurrency - running.size;
    if (free <= 0) return false;
    const isSure = announced;
    announced = false;
    if (!isSure && !(await anyDue(db, kinds))) return false;
    const works = await claim(db, { kinds, max: free, leaseMs });
    works.forEach(begin);
    return works.length === free;
  };

  const loop = startLoop({ step, pollMs, onError: (error) => log.warn({ err: error }, 'due work cannot be claimed') });
  wake = loop.wake;
  const off = wakes(db).on('due-work', () => {
    announced = true;
    loop.wake();
  });
  const renewing = setInterval(() => {
    if (running.size > 0) renew(db, [...running.keys()], leaseMs).catch((error: unknown) => log.warn({ err: error }, 'leases of due work were not prolonged'));
  }, leaseMs / 3);

  return {
    wake: loop.wake,
    stop: async () => {
      off();
      await loop.stop();
      const impatience = setTimeout(() => leaving.abort(), stopPatienceMs);
      await Promise.all(running.values());
      clearTimeout(impatience);
      clearInterval(renewing);
    },
  };
};
