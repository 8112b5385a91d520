import type { Breaker } from './breaker';

export type GateOptions = Readonly<{
  /** Pieces of work at one outside system at once: one that hangs holds up no more workers than these. */
  atOnce: number;
  /** Leaves one alone that does not answer. */
  breaker: Breaker;
}>;

/** What a visit was good for: the other side answered with sense, it failed, or it was not asked at all (or the breaker was told of each call already). */
export type Visit = 'heard' | 'failed' | 'not-asked';
export type Admission = Readonly<{ leave: (visit: Visit) => void }> | Readonly<{ comeBackInMs: number }>;
export type Gate = Readonly<{ enter(key: string): Admission }>;

type Door = { inside: number; turnedAway: number };

const busyPauseMs = 200;
const busyPauseStepMs = 20;
const busyPauseMaxMs = 5_000;

/** The more are turned away, the later each comes back, so that a backlog is not a storm of visits. */
const busyPause = (door: Door): number => Math.min(busyPauseMaxMs, busyPauseMs + busyPauseStepMs * door.turnedAway) * (0.5 + Math.random());

/** Keeps one bank's or register's outage from taking the workers that other merchants need. Per process; nothing depends on it for safety. */
export const createGate = ({ atOnce, breaker }: GateOptions): Gate => {
  const doors = new Map<string, Door>();
  const doorOf = (key: string): Door => {
    const door = doors.get(key) ?? { inside: 0, turnedAway: 0 };
    doors.set(key, door);
    return door;
  };
  const leave = (key: string, visit: Visit): void => {
    doorOf(key).inside -= 1;
    if (visit === 'heard') breaker.heard(key);
    if (visit === 'failed') breaker.failed(key);
    if (visit === 'not-asked') breaker.unused(key);
  };
  const turnAway = (door: Door, restMs: number): Admission => {
    door.turnedAway += 1;
    return { comeBackInMs: restMs + busyPause(door) };
  };
  return {
    enter: (key) => {
      const door = doorOf(key);
      const restMs = door.inside >= atOnce ? 0 : breaker.waitMs(key);
      if (door.inside >= atOnce || restMs > 0) return turnAway(door, restMs);
      door.inside += 1;
      door.turnedAway = Math.floor(door.turnedAway / 2);
      return { leave: (visit) => leave(key, visit) };
    },
  };
};
