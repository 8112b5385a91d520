import { systemClock } from './clock';
import { crashPointsFrom } from './crash-points';
import { createLog, type Log } from './log';
import type { Bus } from './messaging/bus';
import { createKafkaBus } from './messaging/kafka-bus';
import { createPostgresBus } from './messaging/postgres-bus';
import { runService } from './runtime';
import { publicHalf } from './seal';
import { startTelemetry } from './telemetry';
import { startInOrder, type RunningService, type ServiceDeps } from './service';
import type { ServiceEnv } from './service-env';

const busPoolSize = 3;

const busFrom = (service: string, env: ServiceEnv, log: Log): Bus =>
  env.BUS === 'kafka'
    ? createKafkaBus({ brokers: (env.KAFKA_BROKERS ?? '').split(','), clientId: `paygraph-${service}`, sessionTimeoutMs: env.KAFKA_SESSION_TIMEOUT_MS, log })
    : createPostgresBus({ url: env.BUS_DATABASE_URL ?? '', poolSize: busPoolSize, log });

const depsFrom = (env: ServiceEnv, bus: Bus, log: Log): ServiceDeps => ({
  databaseUrl: env.DATABASE_URL,
  poolSize: env.DB_POOL,
  bus,
  identityKeys: env.IDENTITY_KEYS,
  sealingKeys: { publicJwk: publicHalf(env.SEALING_KEYS[0] ?? {}), privateJwks: env.SEALING_KEYS },
  peerSealingKeys: env.PEER_SEALING_KEYS,
  log,
  crash: crashPointsFrom(env.CRASH_AT),
  clock: systemClock,
  port: env.PORT,
  publicUrl: env.PUBLIC_URL,
});

export type MainOptions = Readonly<{ service: string; env: ServiceEnv; create: (deps: ServiceDeps) => Promise<RunningService> }>;

/** The whole of a service's `main.ts`: dependencies from the environment, the service, signals, the exit code. */
export const runServiceMain = async ({ service, env, create }: MainOptions): Promise<void> => {
  const log = createLog({ service, level: env.LOG_LEVEL });
  const start = () =>
    startInOrder(async (keep) => {
      keep(startTelemetry({ service, otlpEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT }));
      const bus = keep(busFrom(service, env, log));
      const running = keep(await create(depsFrom(env, bus, log)));
      log.info({ port: running.port }, 'listening');
      return { url: running.url };
    });
  await runService({ log, start });
};
