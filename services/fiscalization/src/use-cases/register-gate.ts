import type { Breaker } from '@paygraph/shared/breaker';

export type GateOptions = Readonly<{
  /** Calls to one register at once: a register that hangs holds up no more than these. */
  atOnce: number;
  /** Leaves a register alone that does not answer. */
  breaker: Breaker;
}>;

/** What a visit was good for: the register answered with sense, it failed, or it was not asked at all. */
export type Visit = 'heard' | 'failed' | 'not-asked';
export type Admission = Readonly<{ leave: (visit: Visit) => void }> | Readonly<{ comeBackInMs: number }>;
export type RegisterGate = Readonly<{ enter(registerId: string): Admission }>;

type Door = { inside: number; turnedAway: number };

const busyPauseMs = 200;
const busyPauseStepMs = 20;
const busyPauseMaxMs = 5_000;

/** The more are turned away, the later each comes back, so that a backlog is not a storm of visits. */
const busyPause = (door: Door): number => Math.min(busyPauseMaxMs, busyPauseMs + busyPauseStepMs * door.turnedAway) * (0.5 + Math.random());

/** Keeps one register's outage from taking the workers that other merchants' receipts need. Per process; nothing depends on it for safety. */
export const createRegisterGate = ({ atOnce, breaker }: GateOptions): RegisterGate => {
  const doors = new Map<string, Door>();
  const doorOf = (registerId: string): Door => {
    const door = doors.get(registerId) ?? { inside: 0, turnedAway: 0 };
    doors.set(registerId, door);
    return door;
  };
  const leave = (registerId: string, visit: Visit): void => {
    doorOf(registerId).inside -= 1;
    if (visit === 'heard') breaker.heard(registerId);
    if (visit === 'failed') breaker.failed(registerId);
    if (visit === 'not-asked') breaker.unused(registerId);
  };
  const turnAway = (door: Door, restMs: number): Admission => {
    door.turnedAway += 1;
    return { comeBackInMs: restMs + busyPause(door) };
  };
  return {
    enter: (registerId) => {
      const door = doorOf(registerId);
      const restMs = door.inside >= atOnce ? 0 : breaker.waitMs(registerId);
      if (door.inside >= atOnce || restMs > 0) return turnAway(door, restMs);
      door.inside += 1;
      door.turnedAway = Math.floor(door.turnedAway / 2);
      return { leave: (visit) => leave(registerId, visit) };
    },
  };
};
