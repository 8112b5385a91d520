import { randomBytes } from 'node:crypto';
import { Agenda } from '../kit/agenda';
import { Clock } from '../kit/clock';
import { Faults } from '../kit/faults';
import { Journal } from '../kit/journal';
import { PayKeeperAccess } from '../kit/paykeeper-access';
import { isControl, type Route } from '../kit/route';
import { listen } from '../kit/server';
import { commandRoutes } from './command-routes';
import { createControl, type PayKeeperControl } from './control';
import { payKeeperFaultNames, type PayKeeperFaults } from './faults';
import { captureEarly } from './holds';
import { invoiceRoutes } from './invoice-routes';
import { releaseReordered } from './notify';
import { pageRoutes } from './page-routes';
import { paymentRoutes } from './payment-routes';
import { defaultSettings, type PayKeeperSettings } from './settings';
import { simRoutes } from './sim-routes';
import { newWorld, type World } from './world';

export type { PayKeeperControl } from './control';
export type { PayKeeperFaults } from './faults';
export type { PayKeeperSettings } from './settings';

export type PayKeeperOptions = Partial<PayKeeperSettings> &
  Readonly<{ port?: number; host?: string; login?: string; password?: string; secret?: string; /** The wall clock, ms since 1970. */ now?: () => number }>;

export type PayKeeperSimulator = Readonly<{
  url: string; login: string; password: string; secret: string; journal: Journal; control: PayKeeperControl; stop: () => Promise<void>;
}>;

const assemble = (options: PayKeeperOptions, endpoints: () => readonly string[]): World => {
  const { port: _port, host: _host, login = 'admin', password = randomBytes(9).toString('base64url'), secret = randomBytes(12).toString('base64url'), now, ...settings } = options;
  const clock = new Clock(now);
  const faults = new Faults<PayKeeperFaults>(payKeeperFaultNames, endpoints);
  return newWorld({ login, password, secret, clock, agenda: new Agenda(clock), journal: new Journal(clock), faults, settings: { ...defaultSettings, ...settings } });
};

const routesOf = (world: World, access: PayKeeperAccess, control: PayKeeperControl): Route[] => [
  ...access.tokenRoutes(),
  ...invoiceRoutes(world, access),
  ...paymentRoutes(world, access),
  ...commandRoutes(world, access),
  ...pageRoutes(world),
  ...simRoutes(world, control),
];

/** Starts a PayKeeper server that speaks the merchant API over HTTP until `stop`. Login, password and secret are random unless given. */
export const startPayKeeperSimulator = async (options: PayKeeperOptions = {}): Promise<PayKeeperSimulator> => {
  const routes: Route[] = [];
  const world = assemble(options, () => routes.filter((route) => !isControl(route)).map(({ path }) => path));
  const access = new PayKeeperAccess(world);
  const control = createControl(world, () => access.rotate());
  routes.push(...routesOf(world, access, control));
  world.faults.whenChanged(() => {
    captureEarly(world);
    releaseReordered(world);
  });
  const server = await listen({ routes, faults: world.faults, journal: world.journal }, options);
  world.url = server.url;
  const stop = async (): Promise<void> => {
    world.agenda.stop();
    world.stopping.abort();
    await server.stop();
  };
  const { login, password, secret, journal } = world;
  return { url: server.url, login, password, secret, journal, control, stop };
};
