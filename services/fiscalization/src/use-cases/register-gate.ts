export type GateOptions = Readonly<{
  /** Calls to one register at once: a register that hangs holds up no more than these. */
  atOnce: number;
  /** Failed calls in a row after which a register is left alone. */
  failuresMax: number;
  restMs: number;
  now: () => number;
}>;

/** What a visit was good for: the register answered with sense, it failed, or it was not asked at all. */
export type Visit = 'heard' | 'failed' | 'not-asked';
export type Admission = Readonly<{ leave: (visit: Visit) => void }> | Readonly<{ comeBackInMs: number }>;
export type RegisterGate = Readonly<{ enter(registerId: string): Admission }>;

type Door = { inside: number; failures: number; restsUntil: number; turnedAway: number };

const busyPauseMs = 200;
const busyPauseStepMs = 20;
const busyPauseMaxMs = 5_000;

/** The more are turned away, the later each comes back, so that a backlog is not a storm of visits. */
const busyPause = (door: Door): number => Math.min(busyPauseMaxMs, busyPauseMs + busyPauseStepMs * door.turnedAway) * (0.5 + Math.random());

/** Keeps one register's outage from taking the workers that other merchants' receipts need. Per process; nothing depends on it for safety. */
export const createRegisterGate = ({ atOnce, failuresMax, restMs, now }: GateOptions): RegisterGate => {
  const doors = new Map<string, Door>();
  const doorOf = (registerId: string): Door => {
    const door = doors.get(registerId) ?? { inside: 0, failures: 0, restsUntil: 0, turnedAway: 0 };
    doors.set(registerId, door);
    return door;
  };
  const leave = (door: Door, visit: Visit): void => {
    door.inside -= 1;
    if (visit === 'heard') door.failures = 0;
    if (visit === 'failed') door.failures += 1;
    if (visit === 'failed' && door.failures >= failuresMax) door.restsUntil = now() + restMs;
  };
  const turnAway = (door: Door): Admission => {
    door.turnedAway += 1;
    return { comeBackInMs: Math.max(door.restsUntil - now(), 0) + busyPause(door) };
  };
  return {
    enter: (registerId) => {
      const door = doorOf(registerId);
      // After a rest one call goes through to see whether the register is back.
      const room = door.failures >= failuresMax ? 1 : atOnce;
      if (now() < door.restsUntil || door.inside >= room) return turnAway(door);
      door.inside += 1;
      door.turnedAway = Math.floor(door.turnedAway / 2);
      return { leave: (visit) => leave(door, visit) };
    },
  };
};
