import { setTimeout as pause } from 'node:timers/promises';
import { startInOrder } from '@paygraph/shared/service';
import { audit, dossierOf, readBooks } from './audit/index';
import type { Books } from './audit/books';
import { planStrikes, type PlannedStrike } from './plan';
import { randomFrom } from './random';
import { rowsOf, type Report } from './report';
import { secretsOf } from './secrets';
import { settle, type Waiting } from './settle';
import { strikeAll, type Struck } from './strike-all';
import { strikeKinds, strikes } from './strikes/index';
import { healOutside } from './strikes/outside';
import { startSystem, type System } from './system/system';
import { stories } from './traffic/index';
import { planArrivals, playTraffic, type Playing } from './traffic/play';

export type FaultsOptions = Readonly<{
  minutes: number;
  seed: string;
  /** Buyers a second. */
  perSecond: number;
  /** Names of strikes, in part; empty = all. */
  only: readonly string[];
  over: AbortSignal;
  say: (text: string) => void;
}>;

/** A run of a minute makes short strikes close together, a longer one those that the promises are about. */
const tempoOf = (minutes: number): Readonly<{ scale: number; everyMs: number; patienceMs: number }> =>
  minutes <= 1 ? { scale: 0.15, everyMs: 2_000, patienceMs: 90_000 } : { scale: 1, everyMs: 5_000, patienceMs: 240_000 };

const heal = async (system: System): Promise<void> => {
  system.lines.healAll();
  await healOutside(system);
};

const booksOf = (system: System, { told }: Playing): Promise<Books> =>
  readBooks({
    ownerUrl: system.ownerUrl,
    brokers: system.brokers,
    outsides: system.shops.map(({ merchantId, outside: { paykeeper, kassa, delivery } }) => ({ merchantId, bank: paykeeper.url, register: kassa.url, carrier: delivery.url })),
    told,
    outputs: system.outputs(),
    secrets: secretsOf(system),
  });

type Played = Readonly<{ struck: readonly Struck[]; playing: Playing; left: readonly Waiting[]; settleMs: number; strikesMs: number }>;

/** Buyers and strikes side by side; then everything heals and comes to rest. */
const play = async (system: System, { minutes, seed, perSecond, over, say }: FaultsOptions, plan: readonly PlannedStrike[]): Promise<Played> => {
  const { scale, patienceMs } = tempoOf(minutes);
  const patience = new AbortController();
  const arrivals = planArrivals(stories, { random: randomFrom(`${seed}/traffic`), ms: minutes * 60_000, perSecond });
  const place = { ownerUrl: system.ownerUrl, graphql: `${system.gateway.url}/graphql`, ws: `${system.gateway.url.replace('http', 'ws')}/graphql`, shops: system.shops };
  const playing = playTraffic(arrivals, place, AbortSignal.any([over, patience.signal]));
  const begin = Date.now();
  const [struck] = await Promise.all([strikeAll(plan, { system, scale, over, say }), pause(minutes * 60_000, undefined, { signal: over }).catch(() => undefined)]);
  await heal(system);
  const healed = Date.now();
  say(`Healed after ${Math.round((healed - begin) / 1_000)} s; ${playing.open()} stories are under way.`);
  const timer = setTimeout(() => patience.abort(), patienceMs);
  await playing.ended;
  clearTimeout(timer);
  const { left } = await settle(system, { patienceMs: Math.max(20_000, patienceMs - (Date.now() - healed)), over });
  return { struck, playing, left, settleMs: Date.now() - healed, strikesMs: healed - begin };
};

const countBy = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

const seconds = (ms: number): number => Math.round(ms / 100) / 10;

const wantedKinds = (only: readonly string[], unable: ReadonlyMap<string, string>) =>
  strikeKinds.map((kind) => kind.filter(({ name }) => !unable.has(name) && (only.length === 0 || only.some((part) => name.includes(part))))).filter(({ length }) => length > 0);

/** Plays traffic while faults strike, lets the system settle, and audits it. @throws when the system cannot be started. */
export const runFaults = async (options: FaultsOptions): Promise<Report> => {
  const { minutes, seed, only, say, over } = options;
  const from = Date.now();
  const system = await startInOrder(async (keep) => ({ it: keep(await startSystem(options)) }));
  try {
    const startMs = Date.now() - from;
    const unable = new Map(strikes.flatMap(({ name, unable: why }) => (why?.(system.it) === undefined ? [] : [[name, why(system.it) ?? ''] as const])));
    const plan = planStrikes(wantedKinds(only, unable), { random: randomFrom(`${seed}/strikes`), ms: minutes * 60_000, everyMs: tempoOf(minutes).everyMs });
    say(`Seed ${seed}; ready after ${seconds(startMs)} s. The strikes to come:`);
    plan.forEach(({ at, strike }) => say(`  ${(at / 1_000).toFixed(1).padStart(6)} s  ${strike.name}`));
    const { struck, playing, left, settleMs, strikesMs } = await play(system.it, options, plan);
    if (over.aborted) throw new Error('Stopped before its end; nothing was audited.');
    const auditFrom = Date.now();
    const books = await booksOf(system.it, playing);
    playing.stop();
    const violations = audit(books);
    return {
      seed, minutes, seconds: { start: seconds(startMs), strikes: seconds(strikesMs), settle: seconds(settleMs), audit: seconds(Date.now() - auditFrom) },
      purchases: countBy(books.told.stories.map(({ story }) => story)), commands: books.told.commands.length, events: books.events.length, documents: books.register.documents.length,
      left,
      watchersBreaks: playing.breaks(),
      rows: rowsOf(strikes, { struck, unable, violations, stories: books.told.stories }), violations,
      dossiers: Object.fromEntries([...new Set(violations.flatMap(({ orderId }) => orderId ?? []))].map((id) => [id, dossierOf(books, id)])),
      failures: struck.flatMap(({ name, error }) => (error === undefined ? [] : [`${name}: ${error}`])),
    };
  } finally {
    await system.stop();
  }
};
