import { createLocalJWKSet, createRemoteJWKSet, jwksCache, type ExportedJWKSCache, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

export type KeySet = Readonly<{
  key: JWTVerifyGetKey;
  /** Changes whenever the set is fetched again; null while what is there is too old to be believed without asking. */
  reading(): number | null;
}>;

/** The issuer's public keys: given, or fetched from an address and fetched again every ten minutes and for unknown key ids. */
export const keySetOf = (jwks: JSONWebKeySet | string): KeySet => {
  if (typeof jwks !== 'string') return { key: createLocalJWKSet(jwks), reading: () => 0 };
  const fetched: ExportedJWKSCache | Record<string, never> = {};
  // The cooldown keeps a flood of unknown key ids from becoming a flood on the issuer.
  const key = createRemoteJWKSet(new URL(jwks), { cooldownDuration: 30_000, cacheMaxAge: 600_000, timeoutDuration: 3_000, [jwksCache]: fetched });
  return { key, reading: () => (key.fresh ? ((fetched as Partial<ExportedJWKSCache>).uat ?? null) : null) };
};
