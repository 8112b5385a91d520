import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '@paygraph/shared/clock';
import type { Actor } from '@paygraph/shared/identity';
import { err, ok, type Result } from '@paygraph/shared/result';
import { actorFromClaims } from './claims';

export type AuthOptions = Readonly<{
  /** The issuer's public keys: inline, or where to fetch them. */
  jwks: JSONWebKeySet | string;
  issuer: string;
  audience: string;
}>;

export type AuthFault = 'TOKEN_MISSING' | 'TOKEN_INVALID' | 'TOKEN_EXPIRED' | 'TOKEN_NOT_YET_VALID' | 'TOKEN_NOT_FOR_US' | 'TOKEN_CLAIMS' | 'KEYS_UNAVAILABLE';
export type VerifyToken = (authorization: string | undefined) => Promise<Result<Actor, AuthFault>>;

// Asymmetric only: with HS256 allowed, the public key would be a secret that everybody has.
const algorithms = ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'RS256', 'PS256'];
const clockTolerance = 5;
const tokenMaxLength = 8_192;

const keysOf = (jwks: AuthOptions['jwks']): JWTVerifyGetKey =>
  typeof jwks === 'string'
    ? // The cooldown keeps a flood of unknown key ids from becoming a flood on the issuer.
      createRemoteJWKSet(new URL(jwks), { cooldownDuration: 30_000, cacheMaxAge: 600_000, timeoutDuration: 3_000 })
    : createLocalJWKSet(jwks);

const byClaim: Readonly<Record<string, AuthFault>> = { iss: 'TOKEN_NOT_FOR_US', aud: 'TOKEN_NOT_FOR_US', nbf: 'TOKEN_NOT_YET_VALID' };

/** fetch reports a failed connection as a TypeError; jose an answer other than 200 as its most general error. */
const isUnreachable = (error: unknown): boolean => {
  const { name, code } = error as { name?: unknown; code?: unknown };
  return error instanceof errors.JWKSTimeout || name === 'TypeError' || code === 'ERR_JOSE_GENERIC';
};

const faultOf = (error: unknown): AuthFault => {
  if (error instanceof errors.JWTExpired) return 'TOKEN_EXPIRED';
  if (error instanceof errors.JWTClaimValidationFailed) return byClaim[error.claim] ?? 'TOKEN_CLAIMS';
  return isUnreachable(error) ? 'KEYS_UNAVAILABLE' : 'TOKEN_INVALID';
};

/** Checks `Bearer` tokens: signature, issuer, audience, times (5 s tolerance) and that the claims name an actor. Never throws. */
export const createTokenVerifier = ({ jwks, issuer, audience }: AuthOptions, clock: Clock): VerifyToken => {
  const keys = keysOf(jwks);
  return async (authorization) => {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization?.slice(0, tokenMaxLength + 1) ?? '') ?? [];
    if (!authorization) return err('TOKEN_MISSING');
    if (!token || token.length > tokenMaxLength) return err('TOKEN_INVALID');
    try {
      const options = { algorithms, issuer, audience, clockTolerance, currentDate: clock(), requiredClaims: ['exp', 'sub'] };
      const { payload } = await jwtVerify(token, keys, options);
      const actor = actorFromClaims(payload);
      return actor ? ok(actor) : err('TOKEN_CLAIMS');
    } catch (error) {
      return err(faultOf(error));
    }
  };
};
