import { errors, jwtVerify, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '@paygraph/shared/clock';
import type { Actor } from '@paygraph/shared/identity';
import { err, ok, type Result } from '@paygraph/shared/result';
import { actorFromClaims } from './claims';
import { keySetOf, type KeySet } from './key-set';
import { verifiedTokens } from './verified-tokens';

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

type Checked = Readonly<{ actor: Actor; reading: number | null }>;

const check = async ({ issuer, audience }: AuthOptions, keys: KeySet, { token, now }: { token: string; now: Date }): Promise<Result<Checked, AuthFault>> => {
  let reading: number | null = null;
  const keyOf: JWTVerifyGetKey = async (header, jws) => {
    const key = await keys.key(header, jws);
    reading = keys.reading();
    return key;
  };
  try {
    const options = { algorithms, issuer, audience, clockTolerance, currentDate: now, requiredClaims: ['exp', 'sub'] };
    const { payload } = await jwtVerify(token, keyOf, options);
    const actor = actorFromClaims(payload);
    return actor ? ok({ actor, reading }) : err('TOKEN_CLAIMS');
  } catch (error) {
    return err(faultOf(error));
  }
};

/**
 * Checks `Bearer` tokens: signature, issuer, audience, times (5 s tolerance) and that the claims name an actor. A token that was good is
 * not computed again while it lasts and the keys are the same. Never throws.
 */
export const createTokenVerifier = (o: AuthOptions, clock: Clock): VerifyToken => {
  const keys = keySetOf(o.jwks);
  const verified = verifiedTokens(keys.reading, clock);
  return async (authorization) => {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization?.slice(0, tokenMaxLength + 1) ?? '') ?? [];
    if (!authorization) return err('TOKEN_MISSING');
    if (!token || token.length > tokenMaxLength) return err('TOKEN_INVALID');
    const known = verified.find(token);
    if (known) return ok(known);
    const checked = await check(o, keys, { token, now: clock() });
    if (!checked.ok) return checked;
    verified.keep(token, checked.value.actor, checked.value.reading);
    return ok(checked.value.actor);
  };
};
