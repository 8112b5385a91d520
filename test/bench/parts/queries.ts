import { deepStrictEqual } from 'node:assert/strict';
import type { BenchContext, BenchPart } from '../context';
import { latencyFigures, type Figure } from '../figures';
import { startHelper } from '../host/helper';
import { measureUsage } from '../host/measure-usage';
import type { Shop, System } from '../host/system';
import { lightClient, postJson } from '../load/client';
import { offer } from '../load/open-loop';
import { orderQuery } from '../load/order-query';
import { buy, nextShop } from '../load/purchase';

/** Far more than any Node server answers: what is over `atOnce` is turned away, so what is answered is the capacity. */
const floodPerSecond = 5_000;
const atOnce = 32;
const shareOfCapacity = 0.5;

type Target = Readonly<{ name: string; url: string; pid: number }>;
type Asked = Readonly<{ perSecond: number; latencies: readonly number[]; cpuMs: number }>;
type Ask = Readonly<{ perSecond: number; seconds: number; body: string; token: string }>;

const askAt = async ({ url, pid, name }: Target, { perSecond, seconds, body, token }: Ask): Promise<Asked> => {
  const latencies: number[] = [];
  const usage = measureUsage({ [name]: pid });
  const headers = { authorization: `Bearer ${token}` };
  const offered = await offer({
    perSecond, seconds, atOnce,
    arrive: async (from) => {
      const { status, text } = await postJson(url, body, headers);
      if (status !== 200 || text.includes('"errors"')) throw new Error(`${name} answered ${status}: ${text.slice(0, 300)}`);
      latencies.push(performance.now() - from);
    },
  });
  const answered = latencies.length;
  const { cpuMsPerPiece } = usage.stop(answered);
  await offered.settled;
  if (offered.failures[0]) throw new Error(offered.failures[0]);
  return { perSecond: answered / seconds, latencies, cpuMs: cpuMsPerPiece[name] ?? 0 };
};

const placedOrder = async (shop: Shop): Promise<string> => {
  let id = '';
  await buy(shop, { samples: new Map(), from: performance.now(), watch: async (order) => void (id = order.id) });
  return id;
};

type Setting = Readonly<{ targets: readonly [Target, Target]; body: string; token: string; seconds: number }>;
type Round = Readonly<{ flood: readonly Asked[]; calm: readonly Asked[] }>;

/** Federated and monolithic one after the other, so that what disturbs the machine meets both. */
const measureRound = async ({ targets, body, token, seconds }: Setting, calmRate: number): Promise<Round> => {
  const run = async (perSecond: number): Promise<Asked[]> => {
    const all: Asked[] = [];
    for (const target of targets) all.push(await askAt(target, { perSecond, seconds, body, token }));
    return all;
  };
  return { flood: await run(floodPerSecond), calm: await run(calmRate) };
};

const figuresOf = ([gateway, monolith]: Setting['targets'], rounds: readonly Round[]): Figure[] => {
  const of = (index: number, { name }: Target): Figure[] => [
    { name: `${name}: answered at most`, unit: '/s', values: rounds.map(({ flood }) => flood[index]?.perSecond ?? 0) },
    ...latencyFigures(`${name}: at half of the gateway's most,`, rounds.map(({ calm }) => calm[index]?.latencies ?? [])),
    { name: `${name}: CPU of this process alone`, unit: 'ms/query', values: rounds.map(({ calm }) => calm[index]?.cpuMs ?? 0) },
  ];
  const ratio = (pick: (asked: Asked) => number) => (all: readonly Asked[]): number => all.map(pick).reduce((a, b) => a / b);
  return [
    ...of(0, gateway), ...of(1, monolith),
    { name: 'gateway / monolith: queries per second', unit: 'x', values: rounds.map(({ flood }) => ratio(({ perSecond }) => perSecond)(flood)) },
    { name: 'gateway / monolith: CPU per query of the one process', unit: 'x', values: rounds.map(({ calm }) => ratio(({ cpuMs }) => cpuMs)(calm)) },
  ];
};

const compare = async ({ seconds, rounds, say }: BenchContext, system: System): Promise<Figure[]> => {
  const shop = nextShop(system);
  const variables = { id: await placedOrder(shop) };
  const token = shop.adminToken;
  const { order } = await lightClient(system.graphql, token)<{ order: object }>(orderQuery, variables);
  const monolith = await startHelper<{ graphql: string }>('monolith-process.ts', { MONOLITH: JSON.stringify({ auth: system.issuer.auth, order }) });
  try {
    deepStrictEqual(await lightClient(monolith.told.graphql, token)(orderQuery, variables), { order });
    const targets = [{ name: 'gateway', url: system.graphql, pid: system.pids['gateway'] ?? 0 }, { name: 'monolith', url: monolith.told.graphql, pid: monolith.pid }] as const;
    const setting: Setting = { targets, body: JSON.stringify({ query: orderQuery, variables }), token, seconds: Math.max(0.5, seconds / 3) };
    const warm = await measureRound(setting, 20);
    const calmRate = Math.max(1, (warm.flood[0]?.perSecond ?? 0) * shareOfCapacity);
    say(`  the calm rate is ${calmRate.toFixed(0)} queries a second`);
    const all: Round[] = [];
    for (let round = 0; round < rounds; round += 1) all.push(await measureRound(setting, calmRate));
    return figuresOf(targets, all);
  } finally {
    await monolith.stop();
  }
};

export const queries: BenchPart = {
  name: 'queries',
  about: 'an order with payments and receipts through the gateway, and the same data out of the memory of one Apollo Server',
  run: async (context) => compare(context, await context.system()),
};
