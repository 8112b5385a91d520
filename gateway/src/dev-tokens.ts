import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet } from 'jose';
import type { Role } from '@paygraph/shared/identity';
import type { AuthOptions } from './auth/tokens';

export type DevClaims = Readonly<{ role: Role; merchantId: string; subject?: string; vendorId?: string; customerId?: string; lifeSeconds?: number }>;
export type DevIssuer = Readonly<{
  /** For `createGateway({ auth })`. */
  auth: AuthOptions & Readonly<{ jwks: JSONWebKeySet }>;
  /** A bearer token, good for an hour unless told otherwise. */
  token(claims: DevClaims): Promise<string>;
}>;

/** An issuer of tokens for the laptop and the tests: a fresh ES256 key that exists only in this process. */
export const createDevIssuer = async (issuer = 'https://login.paygraph.dev', audience = 'paygraph'): Promise<DevIssuer> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const kid = 'dev-1';
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }] };
  const token = ({ role, merchantId, subject = `dev-${role.toLowerCase()}`, vendorId, customerId, lifeSeconds = 3_600 }: DevClaims): Promise<string> => {
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({ role, merchant_id: merchantId, vendor_id: vendorId, customer_id: customerId })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setSubject(subject)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + lifeSeconds)
      .sign(privateKey);
  };
  return { auth: { jwks, issuer, audience }, token };
};
