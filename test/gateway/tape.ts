/** Decisions taken from a list of numbers, so that fast-check can shorten what it found. At its end every decision is the first one. */
export type Tape = Readonly<{ below(limit: number): number; one<T>(list: readonly T[]): T | undefined; chance(oneIn: number): boolean }>;

export const tapeOf = (numbers: readonly number[]): Tape => {
  let at = 0;
  const below = (limit: number): number => {
    at += 1;
    return (numbers[at - 1] ?? 0) % Math.max(1, limit);
  };
  return { below, one: (list) => list[below(list.length)], chance: (oneIn) => below(oneIn) === oneIn - 1 };
};
