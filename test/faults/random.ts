import { createHash } from 'node:crypto';

/** Numbers that come again from the same seed, so that a run can be repeated. */
export type Random = Readonly<{
  /** At least 0, below 1. */
  next(): number;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  between(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
  chance(probability: number): boolean;
  /** Numbers of its own for one thing, whatever else draws meanwhile. */
  child(name: string): Random;
}>;

/** Mulberry32: small, and good enough to choose faults by. */
const mulberry = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export const randomFrom = (seed: string): Random => {
  const next = mulberry(createHash('sha256').update(seed).digest().readUInt32BE(0));
  const whole: Random['whole'] = (from, to) => from + Math.floor(next() * (to - from + 1));
  const shuffled = <T>(items: readonly T[]): T[] => {
    const drawn = items.map((item) => ({ item, at: next() }));
    return drawn.sort((a, b) => a.at - b.at).map(({ item }) => item);
  };
  return {
    next,
    whole,
    shuffled,
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new Error('There is nothing to pick from');
      return item;
    },
    child: (name) => randomFrom(`${seed}/${name}`),
  };
};
