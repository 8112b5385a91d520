import type { BenchContext } from '../context';
import { latencyFigures, ratioFigure, type Figure } from '../figures';
import { askOften, type Question } from '../load/questions';
import { measureUsage } from './measure-usage';

/** Far more than any Node server answers: what is over `atOnce` is turned away, so what is answered is the capacity. */
const floodPerSecond = 5_000;
const atOnce = 32;
const shareOfCapacity = 0.5;

export type Target = Readonly<{ name: string; url: string; pid: number }>;
type Taken = Readonly<{ perSecond: number; latencies: readonly number[]; cpuMs: number }>;
type Rounds = Readonly<{ flood: readonly Taken[]; calm: readonly Taken[] }>;

const take = async ({ url, pid, name }: Target, asking: { question: Question; perSecond: number; seconds: number }): Promise<Taken> => {
  const usage = measureUsage({ [name]: pid });
  const { perSecond, latencies } = await askOften({ url, atOnce, ...asking });
  return { perSecond, latencies, cpuMs: usage.stop(latencies.length).cpuMsPerPiece[name] ?? 0 };
};

type Setting = Readonly<{ targets: readonly Target[]; question: Question; seconds: number }>;

/** All targets one after another, so that what disturbs the machine meets them all. */
const roundOf = async ({ targets, question, seconds }: Setting, perSecond: number): Promise<Taken[]> => {
  const all: Taken[] = [];
  for (const target of targets) all.push(await take(target, { question, perSecond, seconds }));
  return all;
};

const figuresOf = ({ targets, question }: Setting, rounds: readonly Rounds[]): Figure[] => {
  const flood = (index: number): number[] => rounds.map((round) => round.flood[index]?.perSecond ?? 0);
  const cpu = (index: number): number[] => rounds.map((round) => round.flood[index]?.cpuMs ?? 0);
  const own = targets.flatMap(({ name }, index) => [
    { name: `${question.name}, ${name}: answered at most`, unit: '/s', values: flood(index) },
    ...latencyFigures(`${question.name}, ${name}: at half of the gateway's most`, rounds.map(({ calm }) => calm[index]?.latencies ?? [])),
    { name: `${question.name}, ${name}: CPU of this process alone`, unit: 'ms/query', values: cpu(index) },
  ]);
  const ratios = targets.slice(1).flatMap(({ name }, index) => [
    ratioFigure(`${question.name}: gateway / ${name}, queries per second`, flood(0), flood(index + 1)),
    ratioFigure(`${question.name}: gateway / ${name}, CPU of the one process`, cpu(0), cpu(index + 1)),
  ]);
  return [...own, ...ratios];
};

/** Each target's most queries a second, its latency at half of the first one's most, its CPU; and the ratios of the first to the others. */
export const compareTargets = async ({ seconds, rounds, say }: BenchContext, targets: readonly Target[], question: Question): Promise<Figure[]> => {
  const setting = { targets, question, seconds: Math.max(0.5, seconds / 4) };
  const warm = await roundOf(setting, floodPerSecond);
  const calmRate = Math.max(1, (warm[0]?.perSecond ?? 0) * shareOfCapacity);
  say(`  ${question.name}: the calm rate is ${calmRate.toFixed(0)} queries a second`);
  const all: Rounds[] = [];
  for (let round = 0; round < rounds; round += 1) all.push({ flood: await roundOf(setting, floodPerSecond), calm: await roundOf(setting, calmRate) });
  return figuresOf(setting, all);
};
