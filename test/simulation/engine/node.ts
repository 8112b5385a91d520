import type { Log } from '@paygraph/shared/log';
import { dueWork, outbox, parked, type WorkRow } from '../database/kernel-tables';
import type { Store } from '../database/store';
import { present } from './present';
import type { Place, Scheduler } from './scheduler';

/** The loops that a service's process runs, which the scheduler steps instead of a clock. */
export type Loops = Readonly<{ relay: () => Promise<boolean>; worker: () => Promise<boolean>; parked: () => Promise<boolean> }>;
export type Node = { readonly place: Place; readonly loops: Loops; readonly resting: Map<keyof Loops, Rest> };
/** A loop under way rests until it is over; one that found nothing rests longer each time. Milliseconds. */
type Rest = Readonly<{ until: number; lastPause: number }>;

/** Runs `start` and gives back the step of the loop that it started. */
export const loopOf = (start: () => unknown): (() => Promise<boolean>) => {
  let started: (() => Promise<boolean>) | undefined;
  present.startedLoop = (step) => void (started = step);
  start();
  present.startedLoop = () => undefined;
  if (started === undefined) throw new Error('No loop was started');
  return started;
};

/** Collects what is started by `setInterval` as timers of a process. */
export const timersOf = (place: Place, start: () => void): void => {
  present.startedTimer = (run, everyMs) => void place.timers.push({ run, everyMs, nextAt: present.now + everyMs });
  start();
  present.startedTimer = () => undefined;
};

const nothing = (): void => undefined;
/** Says nothing: what a history did is told by its trace. */
export const silentLog = { info: nothing, warn: nothing, error: nothing, debug: nothing, fatal: nothing, trace: nothing } as unknown as Log;

const hasDueWork = (store: Store, now: number): boolean => {
  const rows = store.committed(dueWork);
  const isFree = (row: WorkRow): boolean => (row.claimed_until ?? 0) <= now;
  return rows.some((row) => row.due_at <= now && isFree(row) && !rows.some((other) => other.ref === row.ref && !isFree(other)));
};

const needs: Readonly<Record<keyof Loops, (store: Store, now: number) => boolean>> = {
  relay: (store) => store.hasAny(outbox),
  worker: hasDueWork,
  parked: (store, now) => store.hasAny(parked) && store.committed(parked).some(({ next_try_at }) => next_try_at !== null && next_try_at <= now),
};
const loopNames = ['relay', 'worker', 'parked'] as const;

const firstPauseMs = 250;
const longestPauseMs = 20_000;

const stepLoop = ({ loops, resting }: Node, name: keyof Loops): void => {
  const { lastPause } = resting.get(name) ?? { lastPause: 0 };
  resting.set(name, { until: Infinity, lastPause });
  const over = (moved: boolean): void => {
    const pause = moved ? 0 : Math.min(longestPauseMs, lastPause * 2 + firstPauseMs);
    resting.set(name, { until: present.now + pause, lastPause: pause });
  };
  loops[name]().then(over, () => over(false));
};

/** Offers a step of each loop of each process that would find something to do. A real loop would look more often, and find nothing. */
export const offerLoops = (scheduler: Scheduler, store: Store, nodes: () => readonly Node[]): void => {
  const isResting = ({ resting }: Node, name: keyof Loops): boolean => (resting.get(name)?.until ?? 0) > scheduler.now;
  scheduler.sources.push((offer) => {
    for (const name of loopNames) {
      if (!needs[name](store, scheduler.now)) continue;
      for (const node of nodes()) if (scheduler.isAwake(node.place) && !isResting(node, name)) offer(name, () => stepLoop(node, name), node.place);
    }
  });
  scheduler.moments.push(() => soonest(store, scheduler.now));
  scheduler.moments.push(() => Math.min(...nodes().flatMap((node) => loopNames.filter((name) => needs[name](store, scheduler.now) && isResting(node, name)).map((name) => node.resting.get(name)?.until ?? Infinity))));
};

/** When the next waiting work, lease or parked event comes due. */
const soonest = (store: Store, now: number): number => {
  let next = Infinity;
  for (const { due_at, claimed_until } of store.committed(dueWork)) {
    const at = Math.max(due_at, claimed_until ?? 0);
    if (at > now && at < next) next = at;
  }
  for (const { next_try_at } of store.committed(parked)) if (next_try_at !== null && next_try_at > now && next_try_at < next) next = next_try_at;
  return next;
};
