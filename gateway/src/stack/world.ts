import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import type { IdentityKeys } from '@paygraph/shared/identity';
import type { Log } from '@paygraph/shared/log';
import type { Bus } from '@paygraph/shared/messaging/bus';
import { createKafkaBus } from '@paygraph/shared/messaging/kafka-bus';
import { createPostgresBus } from '@paygraph/shared/messaging/postgres-bus';
import { generateSealingKeys, type SealingKeys } from '@paygraph/shared/seal';
import { migrateAll, roleUrl, schemas, serviceNames, type ServiceName } from './schemas';

export type BusChoice = Readonly<{ kind: 'postgres' }> | Readonly<{ kind: 'kafka'; brokers: readonly string[] }>;

/** What the services of one stack share: the database, the bus, and the keys that production takes from its Secrets. */
export type World = Readonly<{
  ownerUrl: string;
  bus: BusChoice;
  rolePassword: string;
  identityKeys: IdentityKeys;
  sealingKeys: Readonly<Record<ServiceName, SealingKeys>>;
}>;

const secret = (): string => randomBytes(32).toString('base64url');

/** Makes fresh keys and brings the schemas of `ownerUrl` to their newest state. Roles belong to the cluster: who shares one gives their password. */
export const createWorld = async (ownerUrl: string, bus: BusChoice, rolePassword = secret()): Promise<World> => {
  await migrateAll(ownerUrl, () => rolePassword);
  const keys = await Promise.all(serviceNames.map(async (name) => [name, await generateSealingKeys()] as const));
  return {
    ownerUrl,
    bus,
    rolePassword,
    identityKeys: { current: { kid: 'laptop-1', secret: secret() } },
    sealingKeys: Object.fromEntries(keys) as Record<ServiceName, SealingKeys>,
  };
};

export const databaseUrlOf = (world: World, name: ServiceName): string => roleUrl(world.ownerUrl, schemas[name], world.rolePassword);
export const busUrlOf = (world: World): string => roleUrl(world.ownerUrl, 'bus', world.rolePassword);

/** Every service has a bus connection of its own, as in production: one slow consumer must not hold back another's sends. */
export const busOf = (world: World, name: ServiceName, log: Log): Bus =>
  world.bus.kind === 'kafka'
    ? createKafkaBus({ brokers: [...world.bus.brokers], clientId: `paygraph-${name}`, log })
    : createPostgresBus({ url: busUrlOf(world), poolSize: 2, log });

export const publicKeysOf = (world: World): Record<ServiceName, JWK> =>
  Object.fromEntries(serviceNames.map((name) => [name, world.sealingKeys[name].publicJwk])) as Record<ServiceName, JWK>;
