import { paykeeperRegister } from '@paygraph/fiscalization/connectors/paykeeper-kassa/client';
import { requestWith } from '@paygraph/fiscalization/connectors/paykeeper-kassa/print-request';
import { handlersWith, topics } from '@paygraph/fiscalization/consumers/index';
import { createReach, type Connectors } from '@paygraph/fiscalization/use-cases/reach-register';
import { runReceipt } from '@paygraph/fiscalization/use-cases/run-receipt';
import { defaultSettings } from '@paygraph/fiscalization/use-cases/settings';
import { watchDeadline } from '@paygraph/fiscalization/use-cases/watch-deadline';
import { deadlineKind, printKind, type DeadlineWork, type PrintWork } from '@paygraph/fiscalization/use-cases/work';
import { createBreaker } from '@paygraph/shared/breaker';
import type { Database } from '@paygraph/shared/db/database';
import { createGate } from '@paygraph/shared/gate';
import { startDueWorker, type DueHandler, type DueWork } from '@paygraph/shared/messaging/due-work';
import { startConsumer } from '@paygraph/shared/messaging/inbox';
import { startRelay } from '@paygraph/shared/messaging/relay';
import { openMemory } from './database/open';
import { fiscalStatements } from './database/fiscal-statements';
import { messageStatements } from './database/kernel-messages';
import { workStatements } from './database/kernel-work';
import { finderOf } from './database/statements';
import type { Store } from './database/store';
import { controlOf } from './engine/faults';
import { loopOf, silentLog, timersOf, type Loops, type Node } from './engine/node';
import type { Place } from './engine/scheduler';
import type { SimulatedBus } from './outside/bus';
import { sessionOver, type Network } from './outside/network';
import type { Register } from './outside/register';

export const fiscalFinder = finderOf({ ...workStatements, ...messageStatements, ...fiscalStatements });
export const noKeys = { publicJwk: {}, privateJwks: [] };
const settings = defaultSettings;
const log = silentLog;
const crash = (): void => undefined;

export type FiscalNode = Node & Readonly<{ db: Database }>;
export type FiscalWorld = Network & Readonly<{ store: Store; bus: SimulatedBus; register: Register }>;

const connectorsOf = (world: FiscalWorld, place: Place): Connectors => {
  const session = sessionOver(world, place, world.register.server);
  return new Map([['paykeeper', { code: 'paykeeper', requestOf: requestWith(false), connect: () => paykeeperRegister({ baseUrl: 'https://register', session }) }]]);
};

const workHandlersOf = (world: FiscalWorld, place: Place, db: Database): Readonly<Record<string, DueHandler>> => {
  const { scheduler } = world;
  const connectors = connectorsOf(world, place);
  const breaker = createBreaker({ failuresMax: 5, restMs: settings.registerRestMs, now: () => scheduler.now, log, of: 'register' });
  const gate = createGate({ atOnce: settings.registerAtOnce, breaker });
  const reach = createReach({ connectors, keys: noKeys });
  const print = runReceipt({ db, log, crash, settings, connectors, keys: noKeys, gate, reach });
  const watch = watchDeadline({ db, log });
  return { [printKind]: (work) => print(work as DueWork<PrintWork>), [deadlineKind]: (work) => watch(work as DueWork<DeadlineWork>) };
};

/** One process of `fiscalization`: everything of it but HTTP. */
export const startFiscal = (world: FiscalWorld, place: Place): FiscalNode => {
  const { scheduler, hostility, store } = world;
  const db = openMemory({ service: 'fiscalization', store, find: fiscalFinder, control: controlOf(scheduler, place, hostility), owner: place });
  const bus = world.bus.seenBy(place);
  const loops: { -readonly [K in keyof Loops]?: Loops[K] } = {};
  timersOf(place, () => {
    loops.relay = loopOf(() => startRelay({ db, bus, log, crash }));
    loops.parked = loopOf(() => void startConsumer({ db, bus, group: 'fiscalization', topics, handlers: handlersWith(settings), log, crash }));
    loops.worker = loopOf(() => startDueWorker({ db, handlers: workHandlersOf(world, place, db), concurrency: settings.concurrency, leaseMs: settings.leaseMs, log }));
  });
  return { place, loops: loops as Loops, resting: new Map(), db };
};
