import { setTimeout as pause } from 'node:timers/promises';
import type { System } from '../host/system';
import { measureUsage, type Usage } from '../host/measure-usage';
import { offer } from './open-loop';
import { buy, nextShop, note, type Bought, type Samples } from './purchase';

/** What one level of load gave; rates are per second of the measured time. */
export type Level = Readonly<{
  perSecond: number;
  offered: number;
  completed: number;
  /** Purchases under way at the end less those at the beginning: it grows when the system does not keep up. */
  backlogGrowth: number;
  failures: readonly string[];
  samples: Samples;
  purchases: readonly Bought[];
  usage: Usage;
  /** Resolves when the purchases of this level have ended. */
  settled: Promise<void>;
}>;

export type LevelPlan = Readonly<{ perSecond: number; settleSeconds: number; seconds: number }>;
const drainMs = 20_000;

/** A purchase takes one to two seconds, most of it waiting: until then nothing is completed. */
export const settleFor = (seconds: number): number => Math.min(2.5, 1.5 * seconds);

/** All samples of a step together. */
export const samplesOf = (purchases: readonly Samples[]): Samples => {
  const all: Samples = new Map();
  for (const own of purchases) for (const [name, values] of own) values.forEach((ms) => note(all, name, ms));
  return all;
};

/** Purchases arrive at a rate: first unmeasured until the pipeline is full, then measured. */
export const runLevel = async (system: System, { perSecond, settleSeconds, seconds }: LevelPlan): Promise<Level> => {
  const purchases: Bought[] = [];
  let [open, measuring] = [0, false];
  const arrive = async (from: number): Promise<void> => {
    open += 1;
    try {
      const bought = await buy(nextShop(system), { samples: new Map(), from });
      // What ends within the measured time counts, wherever it began: at a steady rate as many enter at one end as leave at the other.
      if (measuring) purchases.push(bought);
    } finally {
      open -= 1;
    }
  };
  const before = await offer({ perSecond, seconds: settleSeconds, arrive });
  const openBefore = open;
  measuring = true;
  const usage = measureUsage(system.pids);
  const measured = await offer({ perSecond, seconds, arrive });
  measuring = false;
  const completed = purchases.length;
  return {
    perSecond,
    offered: measured.arrived / seconds,
    completed: completed / seconds,
    backlogGrowth: open - openBefore,
    failures: [...before.failures, ...measured.failures],
    samples: samplesOf(purchases.map(({ samples }) => samples)),
    purchases,
    usage: usage.stop(completed),
    settled: Promise.all([before.settled, measured.settled]).then(() => undefined),
  };
};

const outside: readonly string[] = ['simulators', 'load generator'];

/** CPU milliseconds of everything that is ours, database and broker included, for a purchase. */
export const platformCpu = ({ usage }: Level): number => Object.entries(usage.cpuMsPerPiece).reduce((sum, [process, ms]) => (outside.includes(process) ? sum : sum + ms), 0);

const noise = 3;

/** The opposite is falling behind: nothing done, a failure, or more purchases under way at the end than the unevenness of arrivals explains. */
export const keepsUp = ({ offered, completed, backlogGrowth, failures }: Level): boolean =>
  failures.length === 0 && completed > 0 && (completed >= offered * 0.9 || backlogGrowth <= noise);

/** Lets what is under way end before the next level; at most 20 s. */
export const drain = async ({ settled }: Level): Promise<void> => {
  await Promise.race([settled, pause(drainMs, undefined, { ref: false })]);
};
