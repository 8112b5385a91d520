import type { ServiceName } from '@paygraph/gateway/stack/schemas';
import { busUrlOf, databaseUrlOf, publicKeysOf, type World } from '@paygraph/gateway/stack/world';

/** The environment that a service's own process gets in production from its Secret and ConfigMap, on this world's bus. */
export const productionEnvOf = (world: World, name: ServiceName): Record<string, string> => ({
  NODE_ENV: 'production',
  DATABASE_URL: databaseUrlOf(world, name),
  DB_POOL: '4',
  IDENTITY_KEYS: JSON.stringify(world.identityKeys),
  SEALING_KEYS: JSON.stringify(world.sealingKeys[name].privateJwks),
  PEER_SEALING_KEYS: JSON.stringify(publicKeysOf(world)),
  LOG_LEVEL: 'info',
  // The simulators are on this machine; only merchants reads it.
  ALLOW_LOOPBACK: 'true',
  ...(world.bus.kind === 'kafka' ? { BUS: 'kafka', KAFKA_BROKERS: world.bus.brokers.join(','), KAFKA_SESSION_TIMEOUT_MS: '4000' } : { BUS: 'postgres', BUS_DATABASE_URL: busUrlOf(world) }),
});

/** The same with a test's patience: pauses, timeouts and leases that end within seconds. */
export const envOf = (world: World, name: ServiceName): Record<string, string> => ({
  ...productionEnvOf(world, name),
  TIME_SCALE: '0.1',
  PROVIDER_TIMEOUT_MS: '1500',
  REGISTER_TIMEOUT_MS: '1500',
  WORK_LEASE_MS: '2000',
  ABSENCE_AGE_MS: '1000',
});
