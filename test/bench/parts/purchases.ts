import type { BenchContext, BenchPart } from '../context';
import { byPg, byPgbench, hasPgbench } from '../ceilings/one-statement';
import { latencyFigures, median, ratioFigure, type Figure } from '../figures';
import type { System } from '../host/system';
import { quickBank, slowBank, useBank, type Bank } from '../load/bank';
import { findRate, holdRate } from '../load/find-rate';
import { bankCalls, ownTimes } from '../load/journal';
import { drain, keepsUp, platformCpu, runLevel, samplesOf, settleFor, type Level } from '../load/levels';

const firstRate = 4;
const steps = ['placeOrder', 'startPayment', 'pay', 'paid -> authorized', 'authorized -> receipts registered', 'confirmPicking', 'picked -> captured', 'whole purchase'];
/** What somebody stands and waits for; the rest happens by itself. */
const commands = ['placeOrder', 'startPayment', 'confirmPicking'];

const cpuFigures = (name: string, levels: readonly Level[]): Figure[] => {
  const processes = Object.keys(levels[0]?.usage.cpuMsPerPiece ?? {});
  return [
    ...processes.map((process) => ({ name: `${name}: CPU of ${process}`, unit: 'ms/purch.', values: levels.map(({ usage }) => usage.cpuMsPerPiece[process] ?? 0) })),
    { name: `${name}: CPU of the whole platform`, unit: 'ms/purch.', values: levels.map(platformCpu) },
    { name: `${name}: other programs on this machine meanwhile`, unit: 'cores', values: levels.map(({ usage }) => usage.othersCores) },
  ];
};

const figuresOf = ({ name: bank }: Bank, levels: readonly Level[]): Figure[] => {
  const named = (name: string): string => `${bank}: ${name}`;
  return [
    { name: named('purchases offered'), unit: '/s', values: levels.map(({ offered }) => offered) },
    { name: named('purchases completed'), unit: '/s', values: levels.map(({ completed }) => completed) },
    { name: named('kept up with (1 = yes)'), unit: '', values: levels.map((level) => Number(keepsUp(level))) },
    ...steps.flatMap((step) => latencyFigures(named(step), levels.map(({ samples }) => samples.get(step) ?? []))),
    ...cpuFigures(bank, levels),
  ];
};

/** At half of what is sustained, with what the banks took by their own word subtracted. */
const halfFigures = async (system: System, { name: bank }: Bank, levels: readonly Level[]): Promise<Figure[]> => {
  const calls = await bankCalls(system);
  const own = levels.map(({ purchases }) => purchases.flatMap((bought) => ownTimes(calls, bought) ?? []));
  const named = (name: string): string => `${bank} at half: ${name}`;
  const rounds = own.map(samplesOf);
  return [
    { name: named('purchases'), unit: '/round', values: levels.map(({ completed, purchases }) => (completed === 0 ? 0 : purchases.length)) },
    { name: named('of them not met by a fault'), unit: '/round', values: own.map((purchases) => purchases.length) },
    { name: named('failed'), unit: '/round', values: levels.map(({ failures }) => failures.length) },
    ...latencyFigures(named('whole purchase, bank included'), levels.map(({ samples }) => samples.get('whole purchase') ?? [])),
    ...latencyFigures(named('platform-added, a command'), rounds.map((samples) => commands.flatMap((step) => samples.get(step) ?? []))),
    ...[...commands, 'picked -> captured', 'whole purchase'].flatMap((step) => latencyFigures(named(`platform-added, ${step}`), rounds.map((samples) => samples.get(step) ?? []))),
    ...cpuFigures(`${bank} at half`, levels),
  ];
};

const measureHalf = async ({ rounds, seconds, say, sustained }: BenchContext, system: System, bank: Bank): Promise<Figure[]> => {
  const rate = sustained.get(bank.name) ?? firstRate;
  say(`  ${bank.name}: half of it, ${(rate / 2).toFixed(1)}/s`);
  const levels: Level[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const level = await runLevel(system, { perSecond: rate / 2, settleSeconds: settleFor(seconds), seconds });
    await drain(level);
    levels.push(level);
  }
  return halfFigures(system, bank, levels);
};

const measure = async (context: BenchContext, system: System, bank: Bank): Promise<Figure[]> => {
  const { seconds, rounds, searchSeconds, say, sustained } = context;
  await useBank(system, bank);
  say(`  ${bank.name}: looking for the highest rate that is kept up with`);
  // The bank's latency alone costs no CPU: the search begins near the other bank's rate.
  const from = Math.max(firstRate, (sustained.get(quickBank.name) ?? 0) * 0.7);
  const rate = await findRate(system, { from, seconds: seconds / 2, budgetSeconds: searchSeconds, say });
  say(`  ${bank.name}: holding it`);
  const levels = await holdRate(system, { rate, rounds, seconds, say });
  sustained.set(bank.name, levels[0]?.perSecond ?? rate);
  return figuresOf(bank, levels);
};

const ceilingFigures = async (context: BenchContext, { ownerUrl }: System, completed: readonly number[]): Promise<Figure[]> => {
  const { onePurchaseSql: sql, rowsOfPurchase } = await context.store();
  const ceiling = { ownerUrl, sql, seconds: context.seconds / 2 };
  const [pgbench, pg]: [number[], number[]] = [[], []];
  const isThere = await hasPgbench();
  for (let round = 0; round < context.rounds; round += 1) {
    if (isThere) pgbench.push(await byPgbench(ceiling));
    pg.push(await byPg(ceiling));
  }
  const best = isThere ? { name: 'pgbench', values: pgbench } : { name: 'pg', values: pg };
  return [
    { name: 'ceiling: rows that a purchase leaves', unit: '', values: [rowsOfPurchase] },
    ...(isThere ? [{ name: 'ceiling: pgbench, these rows in one statement', unit: '/s', values: pgbench }] : []),
    { name: 'ceiling: pg in one Node process, the same', unit: '/s', values: pg },
    ratioFigure(`purchases / ${best.name}`, completed, best.values),
  ];
};

export const purchases: BenchPart = {
  name: 'purchases',
  about: 'order, payment, both prepayment receipts, picking, capture; the highest arrival rate that is kept up with, half of it, and the ceiling of the database',
  run: async (context) => {
    const system = await context.system();
    // Before there are many rows to look for those of one purchase among.
    await context.store();
    await drain(await runLevel(system, { perSecond: firstRate, settleSeconds: 0, seconds: context.seconds }));
    const figures = [...(await measure(context, system, quickBank)), ...(await measure(context, system, slowBank)), ...(await measureHalf(context, system, slowBank))];
    const completed = figures.filter(({ name }) => name.endsWith('purchases completed')).sort((a, b) => median(b.values) - median(a.values))[0]?.values ?? [];
    return [...figures, ...(await ceilingFigures(context, system, completed))];
  },
};
