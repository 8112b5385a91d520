import type { BenchOptions } from './context';
import { parts } from './run';

const text = { type: 'string' } as const;
/** What `npm run bench` takes. */
export const options = {
  json: text, seconds: text, rounds: text, shops: text, bus: text, growth: text, minutes: text, profile: text, part: { type: 'string', multiple: true }, short: { type: 'boolean' },
} as const;

type Given = Readonly<{ [K in Exclude<keyof typeof options, 'part' | 'short'>]?: string } & { part?: string[]; short?: boolean }>;
type Asked = Omit<BenchOptions, 'say'> & Readonly<{ json?: string }>;
type Size = Pick<BenchOptions, 'seconds' | 'rounds' | 'searchSeconds' | 'shops' | 'bus' | 'sizes'>;

const whole: Size = {
  seconds: 8, rounds: 3, searchSeconds: 40, shops: 8, bus: 'kafka',
  sizes: { idle: 10_000, active: 1_000, events: 20_000, backlog: 100_000, growth: [10_000, 100_000], steadyMinutes: 5 },
};
/** Shows that everything can be measured; its figures are too few to compare. */
const short: Size = {
  seconds: 1, rounds: 1, searchSeconds: 1, shops: 2, bus: 'kafka',
  sizes: { idle: 100, active: 20, events: 1_000, backlog: 2_000, growth: [500, 1_500], steadyMinutes: 0.05 },
};

const names = parts.map(({ name }) => name);
// It builds the whole system a second time, and the tests of the start do that already.
const notInShort = ['start'];

const numberOf = (name: string, given: string | undefined, { usual, most }: { usual: number; most: number }): number => {
  const value = given === undefined ? usual : Number(given);
  if (!(value > 0 && value <= most)) throw new Error(`--${name} takes a number, more than 0 and at most ${most}`);
  return value;
};

const growthOf = (given: string | undefined, usual: readonly number[]): readonly number[] => {
  const sizes = given?.split(',').map(Number) ?? usual;
  if (sizes.some((size, index) => !Number.isInteger(size) || size <= (sizes[index - 1] ?? 0))) throw new Error('--growth takes numbers of orders, growing, with commas between');
  return sizes;
};

const partsOf = ({ part = [], short: isShort }: Given): readonly string[] => {
  const wanted = part.flatMap((list) => list.split(','));
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`--part: there is no part "${unknown.join(', ')}"; there are ${names.join(', ')}`);
  return wanted.length === 0 && isShort ? names.filter((name) => !notInShort.includes(name)) : wanted;
};

/** @throws Error that names the option. */
export const readOptions = (given: Given): Asked => {
  const usual = given.short ? short : whole;
  const bus = given.bus ?? usual.bus;
  if (bus !== 'kafka' && bus !== 'postgres') throw new Error('--bus takes kafka or postgres');
  return {
    ...usual, bus, json: given.json, profile: given.profile, only: partsOf(given),
    seconds: numberOf('seconds', given.seconds, { usual: usual.seconds, most: 60 }),
    rounds: Math.ceil(numberOf('rounds', given.rounds, { usual: usual.rounds, most: 20 })),
    shops: Math.ceil(numberOf('shops', given.shops, { usual: usual.shops, most: 20 })),
    sizes: {
      ...usual.sizes, growth: growthOf(given.growth, usual.sizes.growth),
      steadyMinutes: numberOf('minutes', given.minutes, { usual: usual.sizes.steadyMinutes, most: 100 }),
    },
  };
};
