import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { configureMerchant, type DemoMerchant, type Outside } from '@paygraph/gateway/main-job/merchant';
import { connectOutside } from '@paygraph/gateway/main-job/outside';
import { createDevIssuer, type DevIssuer } from '@paygraph/gateway/dev-tokens';
import type { GraphqlClient } from '@paygraph/gateway/stack/graphql-client';
import { serviceNames, type ServiceName } from '@paygraph/gateway/stack/schemas';
import { createWorld, type World } from '@paygraph/gateway/stack/world';
import type { IdentityKeys } from '@paygraph/shared/identity';
import { newId, type MerchantId } from '@paygraph/shared/ids';
import { startInOrder } from '@paygraph/shared/service';
import { startEmbeddedPostgres } from '@paygraph/shared/testing/postgres';
import { root } from '../../kit/root';
import { productionEnvOf } from '../../kit/service-env';
import { startServiceProcess, type ServiceProcess } from '../../kit/service-process';
import { closeClients, lightClient } from '../load/client';
import { openFeed, type Feed } from '../load/feed';
import { startHelper } from './helper';
import { startBroker } from './kafka';
import { raiseOpenFiles } from './open-files';
import { countStatements, cpuProfileEnv, writeStatements } from './profiling';
import { parentOf, residentMiB } from './usage';

export type SystemOptions = Readonly<{
  /** Merchants, each with a bank and a cash register of its own. */
  shops: number;
  /** `kafka` is what production has; Postgres is taken where no broker can be had. */
  bus: 'kafka' | 'postgres';
  /** Folder for CPU profiles of the services and Postgres' statistics of statements; measuring costs a few per cent. */
  profile?: string;
}>;

/** A merchant that is ready to sell, with a client for each of its people. */
export type Shop = Readonly<{
  /** Its bank, its cash register and its carrier. */
  outside: Outside;
  merchantId: MerchantId;
  merchant: DemoMerchant;
  customerId: string;
  customerToken: string;
  adminToken: string;
  shop: GraphqlClient;
  buyer: GraphqlClient;
  operator: GraphqlClient;
  feed: Feed;
}>;

/** The whole system as it runs in production: every service, the gateway and the outside world in processes of their own. */
export type System = Readonly<{
  graphql: string;
  ws: string;
  ownerUrl: string;
  issuer: DevIssuer;
  /** Of Kafka; none when the services talk through Postgres. */
  brokers: readonly string[];
  subgraphs: Readonly<Record<string, string>>;
  identityKeys: IdentityKeys;
  shops: readonly Shop[];
  /** Process ids by name; the load generator is this process. */
  pids: Readonly<Record<string, number>>;
  /** MiB of each process when everything had come to rest after the start, before any load. */
  idleMemory: Readonly<Record<string, number>>;
  /** Freezes a service, or lets it go on. */
  signal(service: ServiceName, name: 'SIGSTOP' | 'SIGCONT'): void;
  stop(): Promise<void>;
}>;

type Simulators = Readonly<{ outsides: readonly Outside[] }>;

type Services = Readonly<Record<ServiceName, ServiceProcess>>;

const subgraphsOf = (services: Services): Record<string, string> => Object.fromEntries(serviceNames.map((name) => [name, `${services[name].url}/graphql`]));

const gatewayEnv = (world: World, issuer: DevIssuer, services: Services): Record<string, string> => ({
  NODE_ENV: 'production',
  SUPERGRAPH_FILE: join(root, 'schema/supergraph.graphql'),
  SUBGRAPHS: JSON.stringify(subgraphsOf(services)),
  IDENTITY_KEYS: JSON.stringify(world.identityKeys),
  TOKEN_JWKS: JSON.stringify(issuer.auth.jwks),
  TOKEN_ISSUER: issuer.auth.issuer,
  TOKEN_AUDIENCE: issuer.auth.audience,
});

const serverPid = async (ownerUrl: string): Promise<number> => {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return parentOf(rows[0]?.pid ?? 0);
  } finally {
    await client.end();
  }
};

type Keep = Parameters<Parameters<typeof startInOrder>[0]>[0];

type Plan = SystemOptions & Readonly<{ ownerUrl: string; issuer: DevIssuer }>;

const startProcesses = async (keep: Keep, { ownerUrl, issuer, shops, profile, bus }: Plan) => {
  const broker = bus === 'kafka' ? await startBroker() : undefined;
  if (broker) keep(broker);
  const world = await createWorld(ownerUrl, broker ? { kind: 'kafka', brokers: broker.brokers } : { kind: 'postgres' });
  const outside = keep(await startHelper<Simulators>('simulators-process.ts', { SHOPS: String(shops) }));
  const started = await Promise.all(
    serviceNames.map(async (name) => [name, keep(await startServiceProcess({ script: `services/${name}/src/main.ts`, env: { ...productionEnvOf(world, name), ...cpuProfileEnv(profile, name) } }))] as const),
  );
  const services = Object.fromEntries(started) as Services;
  const gateway = keep(await startServiceProcess({ script: 'gateway/src/main.ts', env: { ...gatewayEnv(world, issuer, services), ...cpuProfileEnv(profile, 'gateway') } }));
  const pids = { gateway: gateway.pid(), ...Object.fromEntries(started.map(([name, service]) => [name, service.pid()])), postgres: await serverPid(ownerUrl), ...(broker ? { kafka: broker.pid } : {}), simulators: outside.pid, 'load generator': process.pid };
  return { services, gateway, simulators: outside.told, pids, world, brokers: broker?.brokers ?? [] };
};

type Started = Awaited<ReturnType<typeof startProcesses>>;

const openShop = async (keep: Keep, issuer: DevIssuer, { gateway, services, outside }: Pick<Started, 'gateway' | 'services'> & { outside: Outside }): Promise<Shop> => {
  const [merchantId, customerId] = [newId<MerchantId>(), newId()];
  const token = (role: 'ADMIN' | 'INTEGRATION' | 'OPERATOR' | 'CUSTOMER'): Promise<string> => issuer.token({ role, merchantId, customerId: role === 'CUSTOMER' ? customerId : undefined, lifeSeconds: 7_200 });
  const [adminToken, shopToken, operatorToken, customerToken] = await Promise.all([token('ADMIN'), token('INTEGRATION'), token('OPERATOR'), token('CUSTOMER')]);
  const client = (bearer: string): GraphqlClient => lightClient(`${gateway.url}/graphql`, bearer);
  const merchant = await configureMerchant(client(adminToken), outside);
  await connectOutside({
    paykeeperUrl: outside.paykeeper.url,
    deliveryUrl: outside.delivery.url,
    notifyUrl: `${services.payments.url}/webhooks/paykeeper/${merchantId}/${merchant.contractId}`,
    webhookUrl: `${services['orders-sync'].url}/webhooks/delivery/${merchantId}/${merchant.platformId}`,
  });
  const feed = keep(openFeed(wsOf(gateway.url), shopToken));
  return { merchantId, merchant, customerId, customerToken, adminToken, feed, outside, shop: client(shopToken), buyer: client(customerToken), operator: client(operatorToken) };
};

const wsOf = (url: string): string => `${url.replace('http', 'ws')}/graphql`;

const restMs = 1_500;
const openFiles = 65_536;

/** The load generator is no part of the system. */
export const memoryOf = (pids: Readonly<Record<string, number>>): Record<string, number> =>
  residentMiB(Object.fromEntries(Object.entries(pids).filter(([name]) => name !== 'load generator')));

export const withTotal = (memory: Readonly<Record<string, number>>): Record<string, number> => ({
  ...memory,
  'all but simulators': Object.entries(memory).reduce((total, [name, value]) => (name === 'simulators' ? total : total + value), 0),
});

/** Starts everything on a durable Postgres of its own, with shops that are ready to sell, each with a bank and a register of its own. */
export const startSystem = (o: SystemOptions): Promise<System> =>
  startInOrder(async (keep) => {
    // Every process that is started from here on may open as many.
    raiseOpenFiles(openFiles);
    const postgres = keep(await startEmbeddedPostgres({ durable: true }));
    if (o.profile !== undefined) await countStatements(postgres);
    const ownerUrl = await postgres.createDatabase('bench');
    const issuer = await createDevIssuer();
    const started = await startProcesses(keep, { ...o, ownerUrl, issuer });
    keep({ stop: closeClients });
    const { profile } = o;
    if (profile !== undefined) keep({ stop: () => writeStatements(postgres.ownerUrl, profile) });
    const open = await Promise.all(started.simulators.outsides.map((outside) => openShop(keep, issuer, { ...started, outside })));
    await pause(restMs);
    const { gateway, services, pids, brokers } = started;
    return {
      graphql: `${gateway.url}/graphql`, ws: wsOf(gateway.url), shops: open, idleMemory: memoryOf(pids), ownerUrl, issuer, pids, brokers,
      subgraphs: subgraphsOf(services), identityKeys: started.world.identityKeys, signal: (name, sent) => services[name].signal(sent),
    };
  });
