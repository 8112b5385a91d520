/** One line of the report: the same quantity measured once a round. */
export type Figure = Readonly<{ name: string; unit: string; values: readonly number[] }>;
export type Summary = Readonly<{ name: string; unit: string; median: number; min: number; max: number; rounds: number; values: readonly number[] }>;

/** The value below which the share `p` (0..1) of the samples lies, nearest rank; NaN without samples. */
export const percentile = (samples: readonly number[], p: number): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
};

/** The middle value, or the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
};

export const summarise = ({ name, unit, values }: Figure): Summary => ({
  name, unit, values, median: median(values), min: Math.min(...values), max: Math.max(...values), rounds: values.length,
});

// Of fewer samples a thousandth is no more than the largest one.
const samplesForThousandth = 1_000;

/** Of one sample a round: its median and its 99th percentile, in milliseconds; and of all rounds together the 99.9th, where they are enough to have one. */
export const latencyFigures = (name: string, rounds: readonly (readonly number[])[]): Figure[] => {
  const all = rounds.flat();
  const each = ([['p50', 0.5], ['p99', 0.99]] as const).map(([label, p]) => ({ name: `${name} ${label}`, unit: 'ms', values: rounds.map((samples) => percentile(samples, p)) }));
  return [...each, ...(all.length >= samplesForThousandth ? [{ name: `${name} p99.9 of ${all.length}`, unit: 'ms', values: [percentile(all, 0.999)] }] : [])];
};

/** `top` / `bottom`, each the median of its rounds. */
export const ratioFigure = (name: string, top: readonly number[], bottom: readonly number[]): Figure => ({ name, unit: 'x', values: [median(top) / median(bottom)] });

const number = (value: number): string => (Number.isFinite(value) ? value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2) : '-');

/** One line of the table: median, unit, and the smallest and the largest of the rounds. */
export const line = ({ name, unit, median: middle, min, max, rounds }: Summary): string =>
  `  ${name.padEnd(58)} ${number(middle).padStart(8)} ${unit.padEnd(10)} ${rounds > 1 ? `${number(min)}..${number(max)}` : ''}`.trimEnd();
