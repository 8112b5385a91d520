/** Numbers that the seed alone decides (sfc32). */
export type Random = Readonly<{
  /** 0 ≤ x < 1 */
  next(): number;
  /** 0 ≤ x < `below`, whole. */
  below(below: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}>;

const mixed = (seed: number, salt: number): number => {
  let hash = Math.imul(seed ^ salt, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0;
};

export const randomFrom = (seed: number): Random => {
  let [a, b, c, counter] = [mixed(seed, 1), mixed(seed, 2), mixed(Math.floor(seed / 2 ** 32), 3), 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 8; round += 1) next();
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('Nothing to pick from');
      return item;
    },
  };
};
