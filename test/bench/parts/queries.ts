import { deepStrictEqual } from 'node:assert/strict';
import { startInOrder } from '@paygraph/shared/service';
import type { BenchContext, BenchPart } from '../context';
import { latencyFigures, ratioFigure, type Figure } from '../figures';
import { startHelper } from '../host/helper';
import { measureUsage } from '../host/measure-usage';
import type { System } from '../host/system';
import { quickBank, useBank } from '../load/bank';
import { askOften, askOnce, orderOf, questions, type Question } from '../load/questions';

/** Far more than any Node server answers: what is over `atOnce` is turned away, so what is answered is the capacity. */
const floodPerSecond = 5_000;
const atOnce = 32;
const shareOfCapacity = 0.5;
const fewOrders = 200;

type Target = Readonly<{ name: string; url: string; pid: number }>;
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

const compare = async ({ seconds, rounds, say }: BenchContext, targets: readonly Target[], question: Question): Promise<Figure[]> => {
  const setting = { targets, question, seconds: Math.max(0.5, seconds / 4) };
  const warm = await roundOf(setting, floodPerSecond);
  const calmRate = Math.max(1, (warm[0]?.perSecond ?? 0) * shareOfCapacity);
  say(`  ${question.name}: the calm rate is ${calmRate.toFixed(0)} queries a second`);
  const all: Rounds[] = [];
  for (let round = 0; round < rounds; round += 1) all.push({ flood: await roundOf(setting, floodPerSecond), calm: await roundOf(setting, calmRate) });
  return figuresOf(setting, all);
};

/** The others get what the gateway answers, and must answer the same. */
const startOthers = ({ issuer, subgraphs, identityKeys }: System, data: Readonly<Record<string, unknown>>) =>
  startInOrder(async (keep) => {
    const stock = keep(await startHelper<{ graphql: string }>('stock-gateway-process.ts', { STOCK_GATEWAY: JSON.stringify({ auth: issuer.auth, subgraphs, identityKeys }), APOLLO_TELEMETRY_DISABLED: 'true' }));
    const bare = keep(await startHelper<{ graphql: string }>('monolith-process.ts', { MONOLITH: JSON.stringify({ auth: issuer.auth, data }) }));
    return { targets: [{ name: 'stock gateway', url: stock.told.graphql, pid: stock.pid }, { name: 'bare Apollo Server', url: bare.told.graphql, pid: bare.pid }] };
  });

const measure = async (context: BenchContext, system: System): Promise<Figure[]> => {
  const { db, fillTo } = await context.store();
  await fillTo(fewOrders);
  const list = questions(system, await orderOf(db, system));
  const answers = await Promise.all(list.map(async (question) => [question.field, (JSON.parse(await askOnce(system.graphql, question)) as { data: Record<string, unknown> }).data[question.field]] as const));
  const data = Object.fromEntries(answers);
  const others = await startOthers(system, data);
  try {
    const targets = [{ name: 'gateway', url: system.graphql, pid: system.pids['gateway'] ?? 0 }, ...others.targets];
    for (const { url } of targets) for (const question of list) deepStrictEqual(JSON.parse(await askOnce(url, question)), { data: { [question.field]: data[question.field] } });
    const figures: Figure[] = [];
    for (const question of list) figures.push(...(await compare(context, targets, question)));
    return figures;
  } finally {
    await others.stop();
  }
};

export const queries: BenchPart = {
  name: 'queries',
  about: 'an order with payments and receipts, and the admin list: through the gateway, through a stock @apollo/gateway, and out of the memory of one Apollo Server',
  run: async (context) => {
    const system = await context.system();
    await useBank(system, quickBank);
    return measure(context, system);
  },
};
