import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { systemClock } from '../clock';
import { migrateService, roleUrl, type MigrationList } from '../db/migrate';
import { bodyHashOf, identityHeader, signIdentity, type Actor, type IdentityKeys } from '../identity';
import { newId, type MerchantId } from '../ids';
import { createLog } from '../log';
import type { Bus } from '../messaging/bus';
import { createPostgresBus, migrateBus } from '../messaging/postgres-bus';
import { generateSealingKeys, type SealingKeys } from '../seal';
import type { ServiceDeps } from '../service';
import { testRolePassword as password } from './kernel-database';
import { testDatabase } from './test-database';

export type GraphqlAnswer = Readonly<{ data?: Record<string, unknown> | null; errors?: readonly Readonly<{ message: string; extensions?: Record<string, unknown> }>[] }>;
export type Asking = Readonly<{ url: string; actor: Actor; query: string; variables?: Readonly<Record<string, unknown>> }>;

export type ServiceKit = Readonly<{
  /** Everything a service is given, on a fresh database and a Postgres bus; `peerSealingKeys` has a key for each name of `peers`. */
  deps: ServiceDeps;
  ownerUrl: string;
  /** Private keys of the peers: opens what the service sealed for them. */
  peers: Readonly<Record<string, SealingKeys>>;
  /** Another connection to the same bus, as another service would have; stopped with the kit. */
  openBus(): Bus;
  /** Asks the service's subgraph as the gateway would, with an identity signed for it. */
  ask(asking: Asking): Promise<GraphqlAnswer>;
  /** One statement as the database's owner, whom row-level security does not bind. */
  asOwner<T extends object>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  stop(): Promise<void>;
}>;

export type ServiceKitOptions = Readonly<{ service: string; schema: string; migrations: MigrationList; peers?: readonly string[] }>;

const identityKeys: IdentityKeys = { current: { kid: 'kit', secret: randomBytes(32).toString('base64url') } };

/** An actor of a merchant, good for an hour. */
export const actorOf = (merchantId: MerchantId, who: Partial<Actor> & Pick<Actor, 'role'>): Actor => ({
  merchantId,
  subject: newId(),
  expiresAt: Date.now() + 3_600_000,
  ...who,
});

const askAs =
  (audience: string): ServiceKit['ask'] =>
  async ({ url, actor, query, variables = {} }) => {
    const body = JSON.stringify({ query, variables });
    const path = '/graphql';
    const identity = signIdentity({ actor, keys: identityKeys, audience, method: 'POST', path, bodyHash: bodyHashOf(body), now: new Date() });
    const response = await fetch(`${url}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', [identityHeader]: identity } });
    return (await response.json()) as GraphqlAnswer;
  };

const keysOf = async (names: readonly string[]): Promise<Record<string, SealingKeys>> =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, await generateSealingKeys()] as const)));

const ownerOf =
  (ownerUrl: string): ServiceKit['asOwner'] =>
  async <T extends object>(sql: string, params: readonly unknown[] = []) => {
    const client = new Client({ connectionString: ownerUrl });
    await client.connect();
    try {
      return (await client.query<T>(sql, [...params])).rows;
    } finally {
      await client.end();
    }
  };

/** What an integration test of a service stands on: real Postgres, the real bus in it, real HTTP. */
export const serviceKit = async ({ service, schema, migrations, peers: peerNames = [] }: ServiceKitOptions): Promise<ServiceKit> => {
  const database = await testDatabase();
  await migrateBus({ ownerUrl: database.ownerUrl, rolePassword: password });
  await migrateService({ ownerUrl: database.ownerUrl, service: schema, rolePassword: password, migrations });
  const log = createLog({ service, level: 'fatal' });
  const buses: Bus[] = [];
  const openBus = (): Bus => {
    const bus = createPostgresBus({ url: roleUrl(database.ownerUrl, 'bus', password), poolSize: 2, log });
    buses.push(bus);
    return bus;
  };
  const peers = await keysOf(peerNames);
  const deps: ServiceDeps = {
    databaseUrl: roleUrl(database.ownerUrl, schema, password),
    poolSize: 4,
    bus: openBus(),
    identityKeys,
    sealingKeys: await generateSealingKeys(),
    peerSealingKeys: Object.fromEntries(Object.entries(peers).map(([name, { publicJwk }]) => [name, publicJwk])),
    log,
    crash: () => undefined,
    clock: systemClock,
    port: 0,
  };
  return {
    deps,
    ownerUrl: database.ownerUrl,
    peers,
    openBus,
    ask: askAs(service),
    asOwner: ownerOf(database.ownerUrl),
    stop: async () => {
      await Promise.all(buses.map((bus) => bus.stop()));
      await database.stop();
    },
  };
};
