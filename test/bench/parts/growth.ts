import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { BenchContext, BenchPart } from '../context';
import { latencyFigures, median, type Figure } from '../figures';
import type { System } from '../host/system';
import { quickBank, useBank } from '../load/bank';
import { drain, platformCpu, runLevel, settleFor, type Level } from '../load/levels';
import { askOften, orderOf, questions, type Question } from '../load/questions';
import { wholePurchase } from '../load/purchase';

const rateWhenUnknown = 4;
const limitPercent = 15;
/** A table of fewer rows is read whole because that is the quickest way. */
const smallTable = 1_000;
const askPerSecond = 10;
/** Servers tell their counts at most once a second. */
const reportWithinMs = 1_500;

type Scans = ReadonlyMap<string, Readonly<{ scans: number; rows: number }>>;

const scanned = `
  SELECT schemaname || '.' || relname AS table, seq_scan::float AS scans, seq_tup_read::float AS rows FROM pg_stat_user_tables WHERE n_live_tup >= $1`;

const readScans = async (db: Client): Promise<Scans> => {
  await pause(reportWithinMs);
  const { rows } = await db.query<{ table: string; scans: number; rows: number }>(scanned, [smallTable]);
  return new Map(rows.map(({ table, ...counts }) => [table, counts]));
};

/** What one size gave: purchases at a rate that stays the same, and the two questions of the back office. */
type AtSize = Readonly<{ orders: number; levels: readonly Level[]; asked: ReadonlyMap<string, readonly (readonly number[])[]>; scans: readonly string[]; bytes: number }>;

const scansSince = (before: Scans, after: Scans): string[] =>
  [...after].flatMap(([table, { scans, rows }]) => {
    const [more, read] = [scans - (before.get(table)?.scans ?? scans), rows - (before.get(table)?.rows ?? rows)];
    return more > 0 ? [`${table}: ${more} sequential scans read ${read} rows`] : [];
  });

const askAll = async (system: System, list: readonly Question[], { rounds, seconds }: BenchContext) => {
  const asked = new Map<string, number[][]>();
  for (const question of list) {
    const all: number[][] = [];
    for (let round = 0; round < rounds; round += 1) all.push([...(await askOften({ url: system.graphql, question, perSecond: askPerSecond, seconds: seconds / 2 })).latencies]);
    asked.set(question.name, all);
  }
  return asked;
};

const measureAt = async (context: BenchContext, system: System, { orders, perSecond }: { orders: number; perSecond: number }): Promise<AtSize> => {
  const { rounds, seconds, say } = context;
  const { db, fillTo } = await context.store();
  await fillTo(orders);
  // Pools, plans and caches meet the new size before anything is measured.
  await drain(await runLevel(system, { perSecond, settleSeconds: 0, seconds: settleFor(seconds) }));
  const list = questions(system.shops[0]?.adminToken ?? '', await orderOf(db, system));
  const before = await readScans(db);
  const levels: Level[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const level = await runLevel(system, { perSecond, settleSeconds: settleFor(seconds), seconds });
    await drain(level);
    levels.push(level);
  }
  const asked = await askAll(system, list, context);
  const scans = scansSince(before, await readScans(db));
  scans.forEach((scan) => say(`    at ${orders}: ${scan}`));
  const { rows } = await db.query<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes');
  return { orders, levels, asked, scans, bytes: Number(rows[0]?.bytes) };
};

const figuresAt = ({ orders, levels, asked, scans, bytes }: AtSize): Figure[] => [
  { name: `${orders} orders: CPU of the platform`, unit: 'ms/purch.', values: levels.map(platformCpu) },
  { name: `${orders} orders: CPU of postgres`, unit: 'ms/purch.', values: levels.map(({ usage }) => usage.cpuMsPerPiece['postgres'] ?? 0) },
  ...latencyFigures(`${orders} orders: whole purchase`, levels.map(({ samples }) => samples.get(wholePurchase) ?? [])),
  ...[...asked].flatMap(([name, rounds]) => latencyFigures(`${orders} orders: ${name}`, rounds)),
  { name: `${orders} orders: failed purchases`, unit: '/round', values: levels.map(({ failures }) => failures.length) },
  { name: `${orders} orders: other programs meanwhile`, unit: 'cores', values: levels.map(({ usage }) => usage.othersCores) },
  { name: `${orders} orders: tables scanned from end to end`, unit: '', values: [scans.length] },
  { name: `${orders} orders: database`, unit: 'MiB', values: [bytes / 2 ** 20] },
];

const grown = (first: readonly number[], last: readonly number[]): number[] => [(median(last) / median(first) - 1) * 100];

const growthFigures = (first: AtSize, last: AtSize): Figure[] => {
  const times = ({ levels }: AtSize): number[] => levels.map(({ samples }) => median(samples.get(wholePurchase) ?? []));
  const name = (what: string): string => `${first.orders} -> ${last.orders}: ${what} (at most ${limitPercent} %)`;
  return [
    { name: name('CPU per purchase'), unit: '%', values: grown(first.levels.map(platformCpu), last.levels.map(platformCpu)) },
    { name: name('purchase p50'), unit: '%', values: grown(times(first), times(last)) },
    ...[...last.asked].map(([question, rounds]) => ({ name: name(`${question} p50`), unit: '%', values: grown((first.asked.get(question) ?? []).map(median), rounds.map(median)) })),
  ];
};

export const growth: BenchPart = {
  name: 'growth',
  about: 'what a purchase and the back office\'s questions cost at more and more stored orders, at one rate',
  run: async (context) => {
    const system = await context.system();
    await useBank(system, quickBank);
    const perSecond = (context.sustained.get(quickBank.name) ?? 2 * rateWhenUnknown) / 2;
    const sizes: AtSize[] = [];
    for (const orders of context.sizes.growth) sizes.push(await measureAt(context, system, { orders, perSecond }));
    const [first] = sizes;
    return [...sizes.flatMap(figuresAt), ...sizes.slice(1).flatMap((size) => (first ? growthFigures(first, size) : []))];
  },
};
