import { operations } from './database/payments-tables';
import { Store } from './database/store';
import { standStill, strikes, type Hostility } from './engine/faults';
import { offerLoops } from './engine/node';
import { present } from './engine/present';
import { Scheduler, Stuck, type Place } from './engine/scheduler';
import type { Random } from './engine/random';
import { startFiscal, type FiscalNode } from './fiscal-node';
import { eventProblems, leftovers } from './oracle/events';
import { moneyProblems } from './oracle/books';
import { fiscalProblems } from './oracle/receipts';
import { createBank } from './outside/bank';
import { createBus } from './outside/bus';
import type { Network } from './outside/network';
import { createRegister } from './outside/register';
import { startPayments, type PaymentsNode } from './payments-node';
import { aPlan, setOut, type Asked, type Plan } from './scenario';
import { anOrder, fiscalTemplate, holdDays, paymentsTemplate } from './shop';

export type Played = Readonly<{ seed: number; steps: number; violations: readonly string[]; trace: readonly string[]; plan: Plan }>;

const startAt = Date.parse('2026-11-24T09:00:00Z');
const stepsMax = 4_000;

const aHostility = (random: Random): Hostility => {
  const fine = random.pick([0, 0, 0, 0, 0, 0.1, 0.3, 1]);
  if (random.chance(0.15)) return { left: 0, crash: 0, freeze: 0, database: 0, network: 0, fine };
  const level = random.pick([0.3, 1, 1, 3]);
  return { left: 1 + random.below(12), crash: 0.01 * level, freeze: 0.01 * level, database: 0.01 * level, network: 0.12 * level, fine };
};

const paymentsTemplates = new Map<string, Store>();
const templateFor = (plan: Plan): Store => {
  const key = JSON.stringify(plan.way);
  const known = paymentsTemplates.get(key) ?? paymentsTemplate(plan.way);
  paymentsTemplates.set(key, known);
  return known;
};
const fiscalStart = fiscalTemplate();

type Fleet<N> = { nodes: N[] };

/** Keeps `count` processes of a service running; each may die between any two of its steps and comes back empty. */
const fleet = <N extends { place: Place }>({ scheduler, hostility }: Network, { name, store, count, start }: { name: string; store: Store; count: number; start: (place: Place) => N }): Fleet<N> => {
  const own: Fleet<N> = { nodes: [] };
  let born = 0;
  const give = (): N => {
    born += 1;
    const place: Place = { name: `${name}-${born}`, alive: true, frozenUntil: 0, timers: [] };
    scheduler.places.push(place);
    return start(place);
  };
  const crash = (node: N): void => {
    scheduler.note(() => `  ${node.place.name} dies`);
    scheduler.kill(node.place);
    for (const tx of [...store.open]) if (tx.owner === node.place) store.end(tx);
    own.nodes = [...own.nodes.filter((other) => other !== node), give()];
  };
  scheduler.sources.push((offer) => {
    for (const node of own.nodes) {
      if (strikes(scheduler, hostility, hostility.crash)) offer('dies', () => crash(node), node.place);
      if (scheduler.isAwake(node.place) && strikes(scheduler, hostility, hostility.freeze)) offer('stands still', () => standStill(scheduler, node.place), node.place);
    }
  });
  own.nodes = Array.from({ length: count }, give);
  return own;
};

const commandProblems = ({ wishes, retries }: Asked, store: Store): string[] => {
  const rows = store.committed(operations);
  return [...wishes, ...retries].flatMap(({ label, answer, contradiction }) => {
    if (contradiction) return [contradiction];
    const accepted = answer?.ok ? (answer.value as { operationId?: string }).operationId : undefined;
    const row = rows.find(({ id }) => id === accepted);
    return accepted !== undefined && !['succeeded', 'failed'].includes(row?.state ?? '') ? [`${label} was accepted and is ${row?.state ?? 'gone'}`] : [];
  });
};

/** Plays one history from the placed order to rest, and says what is wrong then. Everything follows from the seed. */
export const playHistory = (seed: number, { traced = false }: { traced?: boolean } = {}): Played => {
  const scheduler = new Scheduler(seed, { traced, stepsMax, startAt });
  let ids = 0;
  present.newId = () => `019f0000-0000-7000-8000-${(ids += 1).toString(16).padStart(12, '0')}`;
  const { random } = scheduler;
  const plan = aPlan(random);
  const network: Network = { scheduler, hostility: aHostility(random) };
  const stores = { payments: new Store(() => scheduler.now, templateFor(plan)), fiscal: new Store(() => scheduler.now, fiscalStart) };
  const [bus, bank, register] = [createBus(network), createBank(network, { twoStage: plan.way.twoStage, holdDays }), createRegister(network)];
  const paymentsFleet = fleet<PaymentsNode>(network, { name: 'payments', store: stores.payments, count: plan.replicas, start: (place) => startPayments({ ...network, store: stores.payments, bus, bank }, place) });
  const fiscalFleet = fleet<FiscalNode>(network, { name: 'fiscal', store: stores.fiscal, count: plan.replicas, start: (place) => startFiscal({ ...network, store: stores.fiscal, bus, register }, place) });
  offerLoops(scheduler, stores.payments, () => paymentsFleet.nodes);
  offerLoops(scheduler, stores.fiscal, () => fiscalFleet.nodes);
  const asked = setOut({ ...network, plan, order: anOrder(random), bus, bank, stores, paymentsNodes: () => paymentsFleet.nodes, fiscalNodes: () => fiscalFleet.nodes });
  const violations: string[] = [];
  try {
    scheduler.run();
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    violations.push(error.message);
  }
  violations.push(
    ...new Set([...stores.payments.alarms, ...stores.fiscal.alarms]),
    ...moneyProblems(stores.payments, bank), ...commandProblems(asked, stores.payments), ...fiscalProblems(stores, register),
    ...eventProblems(stores.payments, 'payments.payment.v1', { bus, reader: stores.fiscal }), ...eventProblems(stores.fiscal, 'fiscalization.receipt.v1', { bus }),
    ...(bank.payments.some(({ isOdd }) => isOdd) ? [] : [...leftovers('payments', stores.payments), ...leftovers('fiscalization', stores.fiscal)]),
  );
  return { seed, steps: scheduler.steps, violations, trace: scheduler.trace ?? [], plan };
};
