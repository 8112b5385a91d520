import type { BenchContext, BenchOptions, BenchPart } from './context';
import { line, summarise, type Summary } from './figures';
import { startSystem, type System } from './host/system';
import { isBusy, machine, machineLine, type Machine } from './machine';
import { events } from './parts/events';
import { gateway } from './parts/gateway';
import { growth } from './parts/growth';
import { memory } from './parts/memory';
import { purchases } from './parts/purchases';
import { push } from './parts/push';
import { queries } from './parts/queries';
import { recovery } from './parts/recovery';
import { start } from './parts/start';
import { steady } from './parts/steady';
import { subscriptions } from './parts/subscriptions';
import { openStore } from './store/store';

/** In the order in which they run: what needs the machine for itself first, what uses the sustained rate after the part that finds it. */
export const parts: readonly BenchPart[] = [start, purchases, push, queries, gateway, memory, steady, events, recovery, subscriptions, growth];

export type PartReport = Readonly<{ part: string; about: string; seconds: number; figures: readonly Summary[]; error?: string }>;
export type Report = Readonly<{ machine: Machine; seconds: number; rounds: number; shops: number; bus: 'kafka' | 'postgres' | 'none'; parts: readonly PartReport[] }>;

const runPart = async (part: BenchPart, context: BenchContext): Promise<PartReport> => {
  const { name, about } = part;
  context.say(`\n${name}: ${about}`);
  const from = performance.now();
  const since = (): number => (performance.now() - from) / 1_000;
  try {
    const figures = (await part.run(context)).map(summarise);
    figures.forEach((figure) => context.say(line(figure)));
    return { part: name, about, seconds: since(), figures };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    context.say(`  FAILED: ${text}`);
    return { part: name, about, seconds: since(), figures: [], error: text };
  }
};

type Opened = Readonly<{ context: BenchContext; bus(): Promise<Report['bus']>; close(): Promise<void> }>;

/** What the parts share is made when the first of them asks for it. */
const open = (options: BenchOptions): Opened => {
  let system: Promise<System> | undefined;
  let store: ReturnType<typeof openStore> | undefined;
  const context: BenchContext = {
    ...options, sustained: new Map(), system: () => (system ??= startSystem(options)),
    store: () => (store ??= context.system().then((running) => openStore(running, options.say))),
  };
  const bus = async (): Promise<Report['bus']> => {
    if (!system) return 'none';
    return (await system).brokers.length > 0 ? 'kafka' : 'postgres';
  };
  const close = async (): Promise<void> => {
    await (await store?.catch(() => undefined))?.stop();
    await (await system?.catch(() => undefined))?.stop();
  };
  return { context, bus, close };
};

/** Runs the parts one after another on one system. A part that fails is reported and does not keep the others from running. */
export const runBench = async (options: BenchOptions): Promise<Report> => {
  const { say, only, seconds, rounds, shops } = options;
  const where = machine();
  say(machineLine(where));
  if (isBusy(where)) say('The machine is busy with other work: repeat when it is quiet.');
  const { context, bus, close } = open(options);
  const reports: PartReport[] = [];
  try {
    for (const part of parts) if (only.length === 0 || only.includes(part.name)) reports.push(await runPart(part, context));
    return { machine: where, seconds, rounds, shops, bus: await bus(), parts: reports };
  } finally {
    await close();
  }
};
