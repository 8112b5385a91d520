import type { System } from '../host/system';
import { median } from '../figures';
import { wholePurchase, type Samples } from './purchase';
import { drain, keepsUp, runLevel, type Level } from './levels';

export type Search = Readonly<{ from: number; seconds: number; say: (text: string) => void }>;

const growth = 1.4;
const levelsMax = 12;
const floor = 0.5;
// A purchase takes one to two seconds, most of it waiting: until then nothing is completed.
const settleSeconds = 2.5;

const slowestOf = (samples: Samples): string => {
  const [name = 'nothing done', values = []] = [...samples].filter(([step]) => step !== wholePurchase).sort(([, a], [, b]) => median(b) - median(a))[0] ?? [];
  return `${name} ${median(values).toFixed(0)} ms`;
};

export const tell = ({ perSecond, offered, completed, backlogGrowth, failures, usage, samples }: Level): string =>
  `    ${perSecond.toFixed(1)}/s: offered ${offered.toFixed(1)}, completed ${completed.toFixed(1)}, backlog ${backlogGrowth >= 0 ? '+' : ''}${backlogGrowth}, ` +
  `slowest step: ${slowestOf(samples)}, failed ${failures.length}${failures[0] ? ` (${failures[0]})` : ''}, other programs ${usage.othersCores.toFixed(2)} cores`;

const tryLevel = async (system: System, perSecond: number, { seconds, say }: Search): Promise<boolean> => {
  const level = await runLevel(system, { perSecond, settleSeconds, seconds });
  say(tell(level));
  await drain(level);
  return keepsUp(level);
};

/** Raises the rate by steps until the system falls behind, then tries once between the last two. The best rate that was kept up with. */
export const findRate = async (system: System, search: Search): Promise<number> => {
  let rate = search.from;
  // A start that is too high already goes down first.
  while (rate > floor && !(await tryLevel(system, rate, search))) rate /= 2;
  for (let level = 0; level < levelsMax; level += 1) {
    if (!(await tryLevel(system, rate * growth, search))) break;
    rate *= growth;
  }
  const between = rate * Math.sqrt(growth);
  return (await tryLevel(system, between, search)) ? between : rate;
};

const triesMax = 4;
const stepDown = 0.88;

export type Hold = Readonly<{ rate: number; rounds: number; seconds: number; say: (text: string) => void }>;

/** Holds a rate for several rounds. When a round falls behind, all begin again a little lower. @throws when nothing holds. */
export const holdRate = async (system: System, { rate, rounds, seconds, say }: Hold): Promise<Level[]> => {
  for (let attempt = 0; attempt < triesMax; attempt += 1) {
    const levels: Level[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const level = await runLevel(system, { perSecond: rate * stepDown ** attempt, settleSeconds, seconds });
      say(tell(level));
      await drain(level);
      if (!keepsUp(level)) break;
      levels.push(level);
    }
    if (levels.length === rounds) return levels;
  }
  throw new Error(`No rate held for ${rounds} rounds, down to ${(rate * stepDown ** (triesMax - 1)).toFixed(1)} purchases a second`);
};
