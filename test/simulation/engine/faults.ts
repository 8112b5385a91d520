import { failure } from '../database/table';
import type { Control, DatabasePoint } from '../database/execute';
import type { Place, Scheduler } from './scheduler';

/** How hostile a history is. Probabilities for each chance that arises; `left` bounds them all, so that every history can come to rest. */
export type Hostility = { left: number; readonly crash: number; readonly freeze: number; readonly database: number; readonly network: number; readonly fine: number };

export const strikes = (scheduler: Scheduler, hostility: Hostility, probability: number): boolean => {
  if (hostility.left <= 0 || !scheduler.random.chance(probability)) return false;
  hostility.left -= 1;
  return true;
};

/**
 * How often the scheduler takes over at each point. Always between transactions; inside of one only its locks can tell, so looking there
 * is worth less, and each history draws how much it looks (`fine`).
 */
const stops: Readonly<Record<Exclude<DatabasePoint, 'statement'>, number>> = { begin: 1, alone: 0.25, commit: 0.6, committed: 0.15 };

/** A process that gets no time for a while and does not know it. */
export const standStill = (scheduler: Scheduler, place: Place): void => {
  place.frozenUntil = scheduler.now + scheduler.random.below(90_000);
  scheduler.note(() => `  ${place.name} stands still`);
};

const cut = (): Error => failure('57P01', 'terminating connection due to administrator command');

/** The database as a process meets it: every round trip is a moment at which others may act, the process may die, or the line be cut. */
export const controlOf = (scheduler: Scheduler, place: Place, hostility: Hostility): Control => {
  const reached = async (point: DatabasePoint): Promise<void> => {
    await scheduler.wait(place, point);
    // Just written down, and nothing done about it yet: where standing still is worst.
    if (point === 'committed' && strikes(scheduler, hostility, hostility.freeze * 10)) {
      standStill(scheduler, place);
      await scheduler.wait(place, 'goes on');
    }
    if (strikes(scheduler, hostility, hostility.database)) {
      scheduler.note(() => `  the connection is cut at ${point}`);
      throw cut();
    }
  };
  return {
    at: (point) => {
      if (!place.alive) return scheduler.wait(place, 'dead');
      return scheduler.random.chance(point === 'statement' ? hostility.fine : stops[point]) ? reached(point) : undefined;
    },
    released: (store, key) => scheduler.wait(place, `waits for ${key}`, () => store.holderOf(key) === undefined),
  };
};
