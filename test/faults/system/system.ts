import { createDevIssuer, type DevIssuer } from '@paygraph/gateway/dev-tokens';
import type { Outside } from '@paygraph/gateway/main-job/merchant';
import { serviceNames, type ServiceName } from '@paygraph/gateway/stack/schemas';
import { createWorld, type World } from '@paygraph/gateway/stack/world';
import { startInOrder, type Keep } from '@paygraph/shared/service';
import { brokerFromJars, type OwnBroker } from '@paygraph/shared/testing/kafka-broker';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@paygraph/shared/testing/postgres';
import { join } from 'node:path';
import { startHelper } from '../../bench/host/helper';
import { gatewayEnvOf } from '../../kit/gateway-process';
import { envOf } from '../../kit/service-env';
import { startServiceProcess, type ServiceProcess } from '../../kit/service-process';
import { smallDisk, type Disk } from './disk';
import { createLines, openKafkaDoors, type Lines } from './lines';
import { hasOwnNamespace } from './own-namespace';
import { openShop, shopKinds, type Shop } from './shop';

/** The whole system as processes of their own, with a line that can be hurt between any two of them. */
export type System = Readonly<{
  ownerUrl: string;
  brokers: readonly string[];
  postgres: EmbeddedPostgres;
  kafka: OwnBroker;
  services: Readonly<Record<ServiceName, ServiceProcess>>;
  gateway: ServiceProcess;
  /** A second copy of a service, that takes over the work in waiting while the first one is frozen. */
  startTwin(name: ServiceName): Promise<ServiceProcess>;
  lines: Lines;
  shops: readonly Shop[];
  /** Undefined where we may not mount any. */
  disks: Readonly<{ postgres: Disk; kafka: Disk }> | undefined;
  world: World;
  /** What the processes of the past printed too, twins among them. */
  outputs(): Readonly<Record<string, string>>;
}>;

/** Room for what a run writes, and little more, so that filling it up takes no time. */
const megabytesFor = (minutes: number) => ({ postgres: 700 + 20 * minutes, kafka: 200 + 10 * minutes });

const startDisks = (keep: Keep, minutes: number): System['disks'] => {
  if (!hasOwnNamespace()) return undefined;
  const { postgres, kafka } = megabytesFor(minutes);
  return { postgres: keep(smallDisk('postgres', postgres)), kafka: keep(smallDisk('kafka', kafka)) };
};

const withPort = (url: string, port: number): string => Object.assign(new URL(url), { port: String(port) }).toString();

/** Each service reaches the database and the broker over lines of its own. */
const serviceEnvs = async (world: World, lines: Lines, kafkaPorts: ReadonlyMap<ServiceName, number>): Promise<Record<ServiceName, Record<string, string>>> => {
  const databasePort = Number(new URL(world.ownerUrl).port);
  const envs = await Promise.all(serviceNames.map(async (name) => {
    const env = envOf(world, name);
    const url = withPort(env['DATABASE_URL'] ?? '', await lines.open(`${name}>postgres`, databasePort));
    const own: Record<string, string> = { ...env, DATABASE_URL: url, KAFKA_BROKERS: `127.0.0.1:${kafkaPorts.get(name)}` };
    return [name, own] as const;
  }));
  return Object.fromEntries(envs) as Record<ServiceName, Record<string, string>>;
};

const startBase = async (keep: Keep, lines: Lines, minutes: number) => {
  const disks = startDisks(keep, minutes);
  const doors = await openKafkaDoors(lines);
  const [kafka, postgres] = await Promise.all([
    brokerFromJars({ doors: doors.map(({ door }) => door), secondFolder: disks && join(disks.kafka.path, 'data') }).then(keep),
    startEmbeddedPostgres({ durable: true, dataDir: disks && join(disks.postgres.path, 'data') }).then(keep),
  ]);
  const world = await createWorld(await postgres.createDatabase('faults'), { kind: 'kafka', brokers: kafka.brokers });
  const envs = await serviceEnvs(world, lines, new Map(doors.map(({ service, door }) => [service, door.toldPort])));
  return { disks, kafka, postgres, world, envs };
};

const scriptOf = (name: ServiceName): string => `services/${name}/src/main.ts`;

const startGateway = async (lines: Lines, { world, issuer, services }: { world: World; issuer: DevIssuer; services: System['services'] }): Promise<ServiceProcess> => {
  const subgraphs = await Promise.all(serviceNames.map(async (name) => [name, { url: `http://127.0.0.1:${await lines.open(`gateway>${name}`, services[name].port)}` }] as const));
  return startServiceProcess({ script: 'gateway/src/main.ts', env: gatewayEnvOf({ world, auth: issuer.auth, services: Object.fromEntries(subgraphs) }) });
};

const openShops = async (lines: Lines, { gateway, issuer, services, outsides }: { gateway: ServiceProcess; issuer: DevIssuer; services: System['services']; outsides: readonly Outside[] }): Promise<Shop[]> => {
  const hooks = { payments: await lines.open('bank>payments', services.payments.port), ordersSync: await lines.open('carrier>orders-sync', services['orders-sync'].port) };
  return Promise.all(outsides.map((outside, index) => openShop({ kind: shopKinds[index] ?? 'usual', issuer, graphql: `${gateway.url}/graphql`, outside, hooks, lines })));
};

/** Starts everything for strikes of so many minutes: Postgres that flushes to disk, Kafka, the outside world, the services, the gateway, and shops ready to sell. */
export const startSystem = ({ minutes }: Readonly<{ minutes: number }>) =>
  startInOrder(async (keep): Promise<System> => {
    const lines = createLines(keep);
    const { disks, kafka, postgres, world, envs } = await startBase(keep, lines, minutes);
    const issuer = await createDevIssuer();
    const outside = keep(await startHelper<{ outsides: readonly Outside[] }>('simulators-process.ts', { SHOPS: String(shopKinds.length) }));
    const started = await Promise.all(serviceNames.map(async (name) => [name, keep(await startServiceProcess({ script: scriptOf(name), env: envs[name] }))] as const));
    const services = Object.fromEntries(started) as Record<ServiceName, ServiceProcess>;
    const gateway = keep(await startGateway(lines, { world, issuer, services }));
    const shops = await openShops(lines, { gateway, issuer, services, outsides: outside.told.outsides });
    const twins: { name: string; twin: ServiceProcess }[] = [];
    const startTwin = async (name: ServiceName): Promise<ServiceProcess> => {
      const twin = keep(await startServiceProcess({ script: scriptOf(name), env: envs[name] }));
      twins.push({ name: `a second ${name}`, twin });
      return twin;
    };
    const outputs = (): Record<string, string> => {
      const all = [...started, ['gateway', gateway] as const, ...twins.map(({ name, twin }, index) => [`${name} (${index})`, twin] as const)];
      return Object.fromEntries(all.map(([name, process]) => [name, process.output()]));
    };
    return { ownerUrl: world.ownerUrl, brokers: kafka.brokers, postgres, kafka, services, gateway, startTwin, lines, shops, disks, world, outputs };
  });
