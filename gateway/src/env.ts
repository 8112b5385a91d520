import { readFileSync } from 'node:fs';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { readEnv } from '@paygraph/shared/env';

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

const file = z.string().transform((path, context) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    context.addIssue({ code: 'custom', message: 'names a file that cannot be read' });
    return z.NEVER;
  }
});

const identityKey = z.object({ kid: z.string().min(1), secret: z.string().min(32) });
const identityKeys = z.object({ current: identityKey, previous: identityKey.optional() });
const jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) }).transform((keys): JSONWebKeySet => keys);
const list = z.string().transform((text) => text.split(',').map((part) => part.trim()).filter((part) => part !== ''));

const shape = {
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  SUPERGRAPH_FILE: file,
  SUBGRAPHS: json(z.record(z.string(), z.url())),
  IDENTITY_KEYS: json(z.union([identityKeys, z.record(z.string(), identityKeys)])),
  /** The issuer's keys: an address, or the set itself. */
  TOKEN_JWKS: z.union([z.url({ protocol: /^https?$/ }), json(jwks)]),
  TOKEN_ISSUER: z.string().min(1),
  TOKEN_AUDIENCE: z.string().min(1),
  SAFELIST_FILE: file.optional(),
  ALLOWED_ORIGINS: list.default([]),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
};

export type GatewayEnv = z.output<z.ZodObject<typeof shape>>;

export const readGatewayEnv = (source: Readonly<Record<string, string | undefined>>): GatewayEnv => readEnv(shape, source);
