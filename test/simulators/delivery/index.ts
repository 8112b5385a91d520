import { randomBytes } from 'node:crypto';
import { Agenda } from '../kit/agenda';
import { Clock } from '../kit/clock';
import { controlRoutes, guarded, jsonBody } from '../kit/control-routes';
import { Faults, type FaultSettings } from '../kit/faults';
import { Journal } from '../kit/journal';
import { json } from '../kit/reply';
import type { Route } from '../kit/route';
import { listen } from '../kit/server';
import { patchSettings } from '../kit/settings';
import type { TransportFaults } from '../kit/transport-faults';
import { deliveryFaultNames, type DeliveryFaults } from './faults';
import { releaseReordered, send, type DeliverySettings, type SenderWorld, type Sending } from './sender';
import { signalKinds, toSignal, type DeliverySignal, type SignalOrder } from './signal';

export type { DeliveryFaults } from './faults';
export type { DeliverySettings } from './sender';
export type { DeliverySignal, SignalOrder } from './signal';

export type DeliveryOptions = Partial<DeliverySettings> & Readonly<{ port?: number; host?: string; secret?: string; /** The wall clock, ms since 1970. */ now?: () => number }>;
/** Each signal that the carrier made, how often it was sent and how often accepted. */
export type DeliveryBooks = Readonly<{ signals: readonly Readonly<Sending>[] }>;

/** The tests' hand on the carrier; the same acts exist over HTTP under `/__sim/`. */
export type DeliveryControl = Readonly<{
  /** @throws RangeError when no webhook is set, or the order or the kind is missing. Sending goes on after it returned. */
  deliver: (order: SignalOrder) => DeliverySignal;
  setFaults: (faults: FaultSettings<DeliveryFaults>) => void;
  clearFaults: () => void;
  configure: (patch: Partial<DeliverySettings>) => void;
  books: () => DeliveryBooks;
}>;
export type DeliverySimulator = Readonly<{ url: string; secret: string; journal: Journal; control: DeliveryControl; stop: () => Promise<void> }>;

const defaultSettings: DeliverySettings = { webhookUrl: '', retryMs: [200, 400, 800, 1600, 3200], timeoutMs: 10_000 };

const assemble = (options: DeliveryOptions): SenderWorld & { clock: Clock } => {
  const { port: _port, host: _host, secret = randomBytes(24).toString('base64url'), now, ...settings } = options;
  const clock = new Clock(now);
  const faults = new Faults<DeliveryFaults>(deliveryFaultNames, () => []);
  return {
    secret, clock, faults, agenda: new Agenda(clock), journal: new Journal(clock), stopping: new AbortController(), settings: { ...defaultSettings, ...settings },
    sendings: [], waiting: [],
  };
};

const deliver = (world: SenderWorld, order: SignalOrder, now: Date): DeliverySignal => {
  if (world.settings.webhookUrl === '') throw new RangeError('No webhookUrl is set: POST /__sim/config {"webhookUrl": …} first.');
  if (typeof order.orderRef !== 'string' || order.orderRef === '') throw new RangeError('orderRef must name the order.');
  if (!signalKinds.includes(order.kind)) throw new RangeError(`kind must be one of ${signalKinds.join(', ')}.`);
  const sending: Sending = { signal: toSignal(order, now), attempts: 0, accepted: 0 };
  world.sendings.push(sending);
  world.journal.write('signal.made', { signalId: sending.signal.signalId, orderRef: order.orderRef, kind: order.kind });
  setImmediate(() => void send(world, sending));
  return sending.signal;
};

const routesOf = (world: SenderWorld, control: DeliveryControl): Route[] => {
  const { faults, journal, agenda } = world;
  const configure = (patch: Readonly<Record<string, unknown>>): void => control.configure(patch as Partial<DeliverySettings>);
  return [
    ...controlRoutes({ faults, journal, agenda, configure, books: control.books, settings: () => world.settings }),
    { method: 'POST', path: '/__sim/deliver', run: guarded((exchange) => json({ signal: control.deliver(jsonBody(exchange) as SignalOrder) })) },
  ];
};

/** Starts a carrier that posts signed delivery signals to a webhook until `stop`. The secret is random unless given. */
export const startDeliverySimulator = async (options: DeliveryOptions = {}): Promise<DeliverySimulator> => {
  const world = assemble(options);
  const control: DeliveryControl = {
    deliver: (order) => deliver(world, order, new Date(world.clock.now())),
    setFaults: (faults) => world.faults.set(faults),
    clearFaults: () => world.faults.clear(),
    configure: (patch) => void (world.settings = patchSettings(world.settings, patch)),
    books: () => ({ signals: world.sendings }),
  };
  world.faults.whenChanged(() => releaseReordered(world));
  // A carrier is called by nobody but the control plane, which no fault of the wire may touch.
  const wire = new Faults<TransportFaults>([], () => []);
  const server = await listen({ routes: routesOf(world, control), faults: wire, journal: world.journal }, options);
  const stop = async (): Promise<void> => {
    world.agenda.stop();
    world.stopping.abort();
    await server.stop();
  };
  return { url: server.url, secret: world.secret, journal: world.journal, control, stop };
};
