import { connectors } from '@paygraph/payments/connectors/index';
import { clientOver } from '@paygraph/payments/connectors/paykeeper/client';
import { handlers, topics } from '@paygraph/payments/consumers/index';
import { defaultSettings } from '@paygraph/payments/settings';
import { createSignals } from '@paygraph/payments/signals';
import type { Deps } from '@paygraph/payments/use-cases/deps';
import { createVisits } from '@paygraph/payments/use-cases/visits';
import { workHandlers } from '@paygraph/payments/work-handlers';
import { createBreaker } from '@paygraph/shared/breaker';
import { createGate } from '@paygraph/shared/gate';
import { startDueWorker } from '@paygraph/shared/messaging/due-work';
import { startConsumer } from '@paygraph/shared/messaging/inbox';
import { startRelay } from '@paygraph/shared/messaging/relay';
import { openMemory } from './database/open';
import { messageStatements } from './database/kernel-messages';
import { workStatements } from './database/kernel-work';
import { paymentsStatements } from './database/payments-statements';
import { finderOf } from './database/statements';
import type { Store } from './database/store';
import { controlOf } from './engine/faults';
import { loopOf, silentLog, timersOf, type Loops, type Node } from './engine/node';
import type { Place } from './engine/scheduler';
import type { Bank } from './outside/bank';
import type { SimulatedBus } from './outside/bus';
import { sessionOver, type Network } from './outside/network';

export const paymentsFinder = finderOf({ ...workStatements, ...messageStatements, ...paymentsStatements });
export const secretWord = 'secret';
const settings = { ...defaultSettings, pageWaitMs: 0, orderWaitMs: 0 };
const config = { login: 'admin', password: 'admin', secretWord, refusedRepeatOfCapture: 'captured' } as const;
const noKeys = { publicJwk: {}, privateJwks: [] };
const traits = connectors[0]?.traits ?? { atHoldExpiry: 'captures' };

export type PaymentsNode = Node & Readonly<{ deps: Deps }>;
export type PaymentsWorld = Network & Readonly<{ store: Store; bus: SimulatedBus; bank: Bank }>;

const depsOf = (world: PaymentsWorld, place: Place): Deps => {
  const { scheduler, hostility, store, bank } = world;
  const db = openMemory({ service: 'payments', store, find: paymentsFinder, control: controlOf(scheduler, place, hostility), owner: place });
  const session = sessionOver(world, place, bank.server);
  const provider = clientOver(session, config, { baseUrl: 'https://bank', now: () => new Date(scheduler.now) });
  const providers = { codes: ['paykeeper'], answers: () => true, of: () => Promise.resolve({ provider, traits }) };
  const breaker = createBreaker({ failuresMax: settings.breakerFailuresMax, restMs: settings.breakerRestMs, now: () => scheduler.now, log: silentLog, of: 'contract' });
  const visits = createVisits(createGate({ atOnce: settings.contractAtOnce, breaker }));
  return { db, providers, visits, settings, signals: createSignals(), sealingKeys: noKeys, crash: () => undefined, log: silentLog };
};

/** One process of `payments`: everything of it but HTTP. */
export const startPayments = (world: PaymentsWorld, place: Place): PaymentsNode => {
  const deps = depsOf(world, place);
  const { db, log, crash } = deps;
  const bus = world.bus.seenBy(place);
  const loops: { -readonly [K in keyof Loops]?: Loops[K] } = {};
  timersOf(place, () => {
    loops.relay = loopOf(() => startRelay({ db, bus, log, crash }));
    loops.parked = loopOf(() => void startConsumer({ db, bus, group: 'payments', topics, handlers, log, crash }));
    loops.worker = loopOf(() => startDueWorker({ db, handlers: workHandlers(deps), concurrency: settings.workers, leaseMs: settings.leaseMs, log }));
  });
  return { place, loops: loops as Loops, resting: new Map(), deps };
};
