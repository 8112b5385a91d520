import { median } from '../figures';
import type { System } from '../host/system';
import { drain, keepsUp, runLevel, settleFor, type Level } from './levels';
import { wholePurchase, type Samples } from './purchase';

export type Search = Readonly<{
  from: number;
  /** Length of one try. */
  seconds: number;
  /** No new try is begun after this. */
  budgetSeconds: number;
  say: (text: string) => void;
}>;

const growth = 1.4;

const slowestOf = (samples: Samples): string => {
  const [name = 'nothing done', values = []] = [...samples].filter(([step]) => step !== wholePurchase).sort(([, a], [, b]) => median(b) - median(a))[0] ?? [];
  return `${name} ${median(values).toFixed(0)} ms`;
};

const tell = ({ perSecond, offered, completed, backlogGrowth, failures, usage, samples }: Level): string =>
  `    ${perSecond.toFixed(1)}/s: offered ${offered.toFixed(1)}, completed ${completed.toFixed(1)}, backlog ${backlogGrowth >= 0 ? '+' : ''}${backlogGrowth}, ` +
  `slowest step: ${slowestOf(samples)}, failed ${failures.length}${failures[0] ? ` (${failures[0]})` : ''}, other programs ${usage.othersCores.toFixed(2)} cores`;

const tryLevel = async (system: System, perSecond: number, { seconds, say }: Omit<Search, 'from' | 'budgetSeconds'>): Promise<Level> => {
  const level = await runLevel(system, { perSecond, settleSeconds: settleFor(seconds), seconds });
  say(tell(level));
  await drain(level);
  return level;
};

/**
 * Raises the rate by steps until the system falls behind (or lowers it until it no longer does), then tries once between the last two.
 * The best rate that was kept up with; half of the lowest that was tried when there was none.
 */
export const findRate = async (system: System, search: Search): Promise<number> => {
  const end = performance.now() + search.budgetSeconds * 1_000;
  let [best, tooMuch, next] = [0, Infinity, search.from];
  while (performance.now() < end) {
    if (keepsUp(await tryLevel(system, next, search))) best = next;
    else tooMuch = next;
    // Close enough: the next step would be less than the noise between two rounds.
    if (tooMuch / Math.max(best, Number.MIN_VALUE) < growth * 0.99) break;
    if (tooMuch === Infinity) next = best * growth;
    else next = best === 0 ? tooMuch / 2 : Math.sqrt(best * tooMuch);
  }
  return best === 0 ? tooMuch / 2 : best;
};

const triesMax = 4;
const stepDown = 0.88;

export type Hold = Readonly<{ rate: number; rounds: number; seconds: number; say: (text: string) => void }>;

/** Holds a rate for several rounds. When a round falls behind, all begin again a little lower; the last try is told as it is. */
export const holdRate = async (system: System, { rate, rounds, seconds, say }: Hold): Promise<readonly Level[]> => {
  for (let attempt = 1; ; attempt += 1) {
    const levels: Level[] = [];
    while (levels.length < rounds && (attempt === triesMax || levels.every(keepsUp))) {
      levels.push(await tryLevel(system, rate * stepDown ** (attempt - 1), { seconds, say }));
    }
    if (levels.every(keepsUp) || attempt === triesMax) return levels;
  }
};
