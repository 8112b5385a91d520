import { setTimeout as pause } from 'node:timers/promises';
import { encodeCursor } from '@paygraph/shared/graphql/connections';
import type { BenchContext, BenchPart } from '../context';
import { latencyFigures, type Figure } from '../figures';
import { openFilesLimit } from '../host/open-files';
import { memoryOf, type System } from '../host/system';
import { measureUsage } from '../host/measure-usage';
import { quickBank, useBank } from '../load/bank';
import { offer } from '../load/open-loop';
import { ordersOf, publishReceipts, type Watched } from '../load/receipt-events';
import { openMany, type Opening, type Pushed, type Subscriber } from '../load/subscriber';

const openAtOnce = 32;
const restMs = 3_000;
/** Sockets of other things that the gateway has open: its pools, its listeners. */
const spareFiles = 600;
const perSocketMost = 20;
/** Every active order moves about once in so many seconds. */
const eventEverySeconds = 10;
const arriveWithinMs = 10_000;

const document = /* GraphQL */ `subscription Watch($orderId: ID!, $after: String) { orderTimeline(orderId: $orderId, after: $after) { cursor seq kind happenedAt } }`;

/** The gateway holds one socket for each subscription towards orders-sync beside those of its clients: where too few files may be open, clients share sockets. */
const perSocketFor = (subscriptions: number, files: number): number => {
  for (let each = 1; each < perSocketMost; each += 1) if (subscriptions * (1 + 1 / each) + spareFiles <= files) return each;
  return perSocketMost;
};

type Crowd = Readonly<{ system: System; perSocket: number; orders: readonly Watched[]; after: string | undefined; onPush: (pushed: Pushed) => void }>;

const openingsOf = ({ system, perSocket, orders, after, onPush }: Crowd): Opening[] =>
  system.shops.flatMap(({ merchantId, adminToken: token }) => {
    const own = orders.filter((order) => order.merchantId === merchantId);
    const watching = own.map(({ orderId }) => ({ id: orderId, query: document, variables: { orderId, after } }));
    return Array.from({ length: Math.ceil(watching.length / perSocket) }, (_, index): Opening => ({ url: system.ws, token, watching: watching.slice(index * perSocket, (index + 1) * perSocket), onPush }));
  });

const holders = ['gateway', 'orders-sync'] as const;
type Memory = Readonly<Record<string, number>>;

const memoryFigures = (name: string, { before, after, count }: { before: Memory; after: Memory; count: number }): Figure[] =>
  holders.map((holder) => ({ name: `${name}: ${holder}, each`, unit: 'KiB', values: [(((after[holder] ?? 0) - (before[holder] ?? 0)) * 1_024) / count] }));

type Pushing = Readonly<{ context: BenchContext; system: System; orders: readonly Watched[]; seen: readonly Pushed[] }>;

/** Events of one order each at an even rate; the clock of each runs from the moment that the event itself names. */
const push = async ({ context, system, orders, seen }: Pushing): Promise<Figure[]> => {
  const { db } = await context.store();
  const perSecond = orders.length / eventEverySeconds;
  const rounds: number[][] = [];
  let [sent, cpu] = [0, 0];
  for (let round = 0; round < context.rounds; round += 1) {
    const before = seen.length;
    const usage = measureUsage({ gateway: system.pids['gateway'] ?? 0 });
    const offered = await offer({ perSecond, seconds: context.seconds, arrive: async () => void (await publishReceipts(db, [orders[(sent += 1) % orders.length] as Watched])) });
    await offered.settled;
    cpu = usage.stop(offered.arrived).cpuMsPerPiece['gateway'] ?? 0;
    for (const until = performance.now() + arriveWithinMs; seen.length < before + offered.arrived && performance.now() < until; ) await pause(20);
    rounds.push(seen.slice(before).map(({ data, at }) => at - Date.parse((data['orderTimeline'] as { happenedAt: string }).happenedAt)));
  }
  return [
    { name: 'events of watched orders', unit: '/s', values: [perSecond] },
    { name: 'pushes that never came', unit: '', values: [sent - rounds.flat().length] },
    ...latencyFigures('event committed -> pushed', rounds),
    { name: 'CPU of the gateway for a push', unit: 'ms', values: [cpu] },
  ];
};

type Opened = Readonly<{ subscribers: readonly Subscriber[]; seconds: number; memory: Memory }>;

const open = async (crowd: Crowd): Promise<Opened> => {
  const from = performance.now();
  const subscribers = await openMany(openingsOf(crowd), openAtOnce);
  const seconds = (performance.now() - from) / 1_000;
  await pause(restMs);
  return { subscribers, seconds, memory: memoryOf(crowd.system.pids) };
};

const measure = async (context: BenchContext, system: System): Promise<Figure[]> => {
  const { idle, active } = context.sizes;
  const perSocket = perSocketFor(idle + active, openFilesLimit());
  const { db, fillTo } = await context.store();
  await fillTo(idle + active);
  const orders = await ordersOf(db, idle + active);
  const seen: Pushed[] = [];
  const before = memoryOf(system.pids);
  // Behind everything that an order can have: nothing is replayed, and nothing will come.
  const crowd = { system, perSocket, after: encodeCursor([1_000_000]), onPush: (pushed: Pushed) => void seen.push(pushed) };
  const resting = await open({ ...crowd, orders: orders.slice(0, idle) });
  const moving = orders.slice(idle);
  const { rows } = await db.query<{ seq: number }>('SELECT max(seq) AS seq FROM orders_sync.orders WHERE id = ANY($1)', [moving.map(({ orderId }) => orderId)]);
  const watching = await open({ ...crowd, orders: moving, after: encodeCursor([rows[0]?.seq ?? 0]) });
  try {
    const pushes = await push({ context, system, orders: moving, seen });
    const lost = [...resting.subscribers, ...watching.subscribers].filter((one) => one.lost()).length;
    return [
      { name: 'idle subscriptions', unit: '', values: [idle] }, { name: 'active subscriptions', unit: '', values: [active] }, { name: 'subscriptions on each client socket', unit: '', values: [perSocket] },
      { name: 'idle: opened', unit: '/s', values: [idle / resting.seconds] },
      ...memoryFigures('idle', { before, after: resting.memory, count: idle }),
      ...memoryFigures('active, before anything is pushed', { before: resting.memory, after: watching.memory, count: active }),
      ...memoryFigures('active, after all pushes', { before: resting.memory, after: memoryOf(system.pids), count: active }),
      ...pushes,
      { name: 'sockets lost', unit: '', values: [lost] },
    ];
  } finally {
    for (const one of [...resting.subscribers, ...watching.subscribers]) one.stop();
    await pause(restMs);
  }
};

export const subscriptions: BenchPart = {
  name: 'subscriptions',
  about: 'watchers of one order each through the gateway: their memory at rest, and the push of events while all of them are connected',
  run: async (context) => {
    const system = await context.system();
    await useBank(system, quickBank);
    return measure(context, system);
  },
};
