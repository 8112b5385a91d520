import type { JWK } from 'jose';
import { z } from 'zod';
import { readEnv } from './env';

/** JSON inside one environment variable. The text itself is never part of a message: it may be a secret. */
const json = <T extends z.ZodType>(shape: T) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON' });
        return z.NEVER;
      }
    })
    .pipe(shape);

const identityKey = z.object({ kid: z.string().min(1), secret: z.string().min(32) });
const jwk = z.looseObject({ kty: z.string(), kid: z.string().min(1) }).transform((key): JWK => key);
const needed = (when: boolean): z.ZodString | z.ZodOptional<z.ZodString> => (when ? z.string().min(1) : z.string().optional());

const shapeFor = (bus: string | undefined) => ({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  DATABASE_URL: z.string().startsWith('postgres'),
  DB_POOL: z.coerce.number().int().min(1).max(50).default(8),
  BUS: z.enum(['kafka', 'postgres']).default('kafka'),
  KAFKA_BROKERS: needed(bus !== 'postgres'),
  KAFKA_SESSION_TIMEOUT_MS: z.coerce.number().int().min(1_000).max(300_000).default(30_000),
  BUS_DATABASE_URL: needed(bus === 'postgres'),
  IDENTITY_KEYS: json(z.object({ current: identityKey, previous: identityKey.optional() })),
  SEALING_KEYS: json(z.array(jwk).min(1)),
  PEER_SEALING_KEYS: json(z.record(z.string(), jwk)).default({}),
  PUBLIC_URL: z.url().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  CRASH_AT: z.string().optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
});

export type ServiceEnv = z.output<z.ZodObject<ReturnType<typeof shapeFor>>>;

/** Reads what every service needs and the service's `own` variables. All problems are printed at once, then the process ends with 1. */
export const readServiceEnv = <Own extends z.ZodRawShape>(
  source: Readonly<Record<string, string | undefined>>,
  own: Own,
): ServiceEnv & z.output<z.ZodObject<Own>> => {
  // Two reads would print the problems in two goes, so the shapes are read as one and told apart only for the compiler.
  const values: unknown = readEnv({ ...shapeFor(source['BUS']), ...own }, source);
  return values as ServiceEnv & z.output<z.ZodObject<Own>>;
};
