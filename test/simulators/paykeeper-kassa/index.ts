import { randomBytes } from 'node:crypto';
import { Agenda } from '../kit/agenda';
import { Clock } from '../kit/clock';
import { controlRoutes } from '../kit/control-routes';
import { Faults, type FaultSettings } from '../kit/faults';
import { Journal } from '../kit/journal';
import { PayKeeperAccess } from '../kit/paykeeper-access';
import { isControl, type Route } from '../kit/route';
import { listen } from '../kit/server';
import { patchSettings } from '../kit/settings';
import { readBooks, type KassaBooks } from './books';
import { kassaFaultNames, type KassaFaults } from './faults';
import { finishWaiting } from './print';
import { receiptRoutes } from './receipt-routes';
import { defaultSettings, type KassaSettings } from './settings';
import { newWorld, type World } from './world';

export type { KassaBooks } from './books';
export type { KassaFaults } from './faults';
export type { KassaSettings } from './settings';

export type KassaOptions = Partial<KassaSettings> & Readonly<{ port?: number; host?: string; login?: string; password?: string; /** The wall clock, ms since 1970. */ now?: () => number }>;

/** The tests' hand on the register; the same acts exist over HTTP under `/__sim/`. */
export type KassaControl = Readonly<{
  setFaults: (faults: FaultSettings<KassaFaults>) => void;
  clearFaults: () => void;
  configure: (patch: Partial<KassaSettings>) => void;
  advance: (seconds: number) => void;
  rotateToken: () => void;
  books: () => KassaBooks;
}>;
export type KassaSimulator = Readonly<{ url: string; login: string; password: string; journal: Journal; control: KassaControl; stop: () => Promise<void> }>;

const assemble = (options: KassaOptions, endpoints: () => readonly string[]): World => {
  const { port: _port, host: _host, login = 'admin', password = randomBytes(9).toString('base64url'), now, ...settings } = options;
  const clock = new Clock(now);
  const faults = new Faults<KassaFaults>(kassaFaultNames, endpoints);
  return newWorld({ login, password, clock, agenda: new Agenda(clock), journal: new Journal(clock), faults, settings: { ...defaultSettings, ...settings } });
};

const controlOf = (world: World, access: PayKeeperAccess): KassaControl => ({
  setFaults: (faults) => world.faults.set(faults),
  clearFaults: () => world.faults.clear(),
  configure: (patch) => void (world.settings = patchSettings(world.settings, patch)),
  advance: (seconds) => world.agenda.advance(seconds),
  rotateToken: () => access.rotate(),
  books: () => readBooks(world),
});

const simRoutes = (world: World, control: KassaControl): Route[] => {
  const { faults, journal, agenda } = world;
  const configure = (patch: Readonly<Record<string, unknown>>): void => control.configure(patch as Partial<KassaSettings>);
  return controlRoutes({ faults, journal, agenda, configure, books: control.books, settings: () => world.settings });
};

/** Starts a PayKeeper Kassa server that registers receipts over HTTP until `stop`. Login and password are random unless given. */
export const startKassaSimulator = async (options: KassaOptions = {}): Promise<KassaSimulator> => {
  const routes: Route[] = [];
  const world = assemble(options, () => routes.filter((route) => !isControl(route)).map(({ path }) => path));
  const access = new PayKeeperAccess(world);
  const control = controlOf(world, access);
  routes.push(...access.tokenRoutes(), ...receiptRoutes(world, access), ...simRoutes(world, control));
  world.faults.whenChanged(() => finishWaiting(world));
  const server = await listen({ routes, faults: world.faults, journal: world.journal }, options);
  const stop = async (): Promise<void> => {
    world.agenda.stop();
    await server.stop();
  };
  const { login, password, journal } = world;
  return { url: server.url, login, password, journal, control, stop };
};
