import { setTimeout as pause } from 'node:timers/promises';
import type { BenchPart } from '../context';
import { latencyFigures, median, type Figure } from '../figures';
import { memoryOf, withTotal } from '../host/system';
import { quickBank, useBank } from '../load/bank';
import { drain, runLevel, type Level } from '../load/levels';
import { wholePurchase } from '../load/purchase';

const rateWhenUnknown = 2;
const pointsTaken = 720;
const leastBetweenMs = 250;

type Taken = Readonly<{ minute: number; memory: Record<string, number> }>;

const quarters = <T>(all: readonly T[]): readonly (readonly T[])[] => [0, 1, 2, 3].map((quarter) => all.slice(Math.floor((quarter * all.length) / 4), Math.floor(((quarter + 1) * all.length) / 4)));

/** Slope of the straight line nearest to the points, in MiB a minute. */
const slope = (points: readonly Readonly<{ minute: number; value: number }>[]): number => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(({ minute }) => minute)), mean(points.map(({ value }) => value))];
  const spread = points.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
  return points.reduce((sum, { minute, value }) => sum + (minute - x) * (value - y), 0) / spread;
};

/** The first half is for caches and heaps to fill; what still grows in the second grows for ever. */
const memoryFigures = (taken: readonly Taken[]): Figure[] =>
  Object.keys(taken[0]?.memory ?? {}).flatMap((name) => {
    const points = taken.map(({ minute, memory }) => ({ minute, value: memory[name] ?? 0 }));
    const [first = [], , third = [], last = []] = quarters(points);
    const middle = (some: typeof first): number => median(some.map(({ value }) => value));
    return [
      { name: `${name}: first quarter`, unit: 'MiB', values: [middle(first)] },
      { name: `${name}: last quarter`, unit: 'MiB', values: [middle(last)] },
      { name: `${name}: trend of the second half`, unit: 'MiB/h', values: [60 * slope([...third, ...last])] },
    ];
  });

const sampleWhile = async (pids: Readonly<Record<string, number>>, running: Readonly<{ level: boolean }>, everyMs: number): Promise<readonly Taken[]> => {
  const taken: Taken[] = [];
  const from = performance.now();
  while (running.level) {
    taken.push({ minute: (performance.now() - from) / 60_000, memory: withTotal(memoryOf(pids)) });
    await pause(everyMs);
  }
  return taken;
};

const latencies = ({ purchases }: Level): Figure[] =>
  quarters(purchases.map(({ samples }) => samples.get(wholePurchase)?.[0] ?? Number.NaN)).flatMap((quarter, index) => latencyFigures(`whole purchase, quarter ${index + 1}`, [quarter]));

export const steady: BenchPart = {
  name: 'steady',
  about: 'purchases at half of the sustained rate for a long time: memory of each process and latency, from quarter to quarter',
  run: async (context) => {
    const system = await context.system();
    await useBank(system, quickBank);
    const perSecond = (context.sustained.get(quickBank.name) ?? 2 * rateWhenUnknown) / 2;
    const seconds = 60 * context.sizes.steadyMinutes;
    context.say(`  ${perSecond.toFixed(1)} purchases a second for ${context.sizes.steadyMinutes} minutes`);
    const running = { level: true };
    const sampling = sampleWhile(system.pids, running, Math.max(leastBetweenMs, (1_000 * seconds) / pointsTaken));
    const level = await runLevel(system, { perSecond, settleSeconds: 0, seconds });
    running.level = false;
    const taken = await sampling;
    await drain(level);
    return [
      { name: 'purchases completed', unit: '', values: [level.purchases.length] },
      { name: 'failed', unit: '', values: [level.failures.length] },
      ...latencies(level),
      ...memoryFigures(taken),
    ];
  },
};
