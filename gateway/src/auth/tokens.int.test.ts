import { createHmac, createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { createTokenVerifier } from './tokens';

const merchant = '018f4e2e-7b6a-7c3d-8e9f-0123456789ab';
const vendor = '018f4e2e-7b6a-7c3d-8e9f-0123456789ac';
const issuer = 'https://login.example';
const audience = 'paygraph';
const now = new Date('2026-03-01T12:00:00Z');
const seconds = Math.floor(now.getTime() / 1_000);
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a bearer token', () => {
  let keys: { publicKey: CryptoKey; privateKey: CryptoKey };
  let jwk: Record<string, unknown>;
  const claims = { sub: 'ann', role: 'ADMIN', merchant_id: merchant };
  const sign = (over: JWTPayload = {}, header: object = {}, key = keys.privateKey) =>
    new SignJWT({ iss: issuer, aud: audience, exp: seconds + 600, ...claims, ...over }).setProtectedHeader({ alg: 'ES256', kid: 'k1', ...header }).sign(key);
  const verify = (authorization: string | undefined) => createTokenVerifier({ jwks: { keys: [{ kty: 'EC', ...jwk }] }, issuer, audience }, () => now)(authorization);

  beforeAll(async () => {
    keys = await generateKeyPair('ES256', { extractable: true });
    jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256' };
  });

  it.each([
    ['an admin', {}, { role: 'ADMIN' }],
    ['a vendor of a merchant', { role: 'VENDOR', vendor_id: vendor }, { role: 'VENDOR', vendorId: vendor }],
    ['a customer, and no vendor even if the token names one', { role: 'CUSTOMER', customer_id: vendor, vendor_id: vendor }, { role: 'CUSTOMER', customerId: vendor, vendorId: undefined }],
    ['somebody whose clock is 4 s behind', { exp: seconds - 4 }, { expiresAt: (seconds - 4) * 1_000 }],
  ])('lets in %s', async (_who, over, actor) =>
    expect(await verify(`Bearer ${await sign(over)}`)).toMatchObject({ ok: true, value: { subject: 'ann', merchantId: merchant, ...actor } }));

  it.each([
    ['is absent', () => undefined, 'TOKEN_MISSING'],
    ['is empty', () => '', 'TOKEN_MISSING'],
    ['is of another scheme', async () => `Basic ${await sign()}`, 'TOKEN_INVALID'],
    ['is no JWT', () => 'Bearer hello', 'TOKEN_INVALID'],
    ['is a megabyte long', () => `Bearer ${'a'.repeat(1_000_000)}`, 'TOKEN_INVALID'],
    ['is not signed (alg none)', () => `Bearer ${base64({ alg: 'none', kid: 'k1' })}.${base64({ iss: issuer, aud: audience, exp: seconds + 600, ...claims })}.`, 'TOKEN_INVALID'],
    ['is signed with another key under the same id', async () => `Bearer ${await sign({}, {}, (await generateKeyPair('ES256')).privateKey)}`, 'TOKEN_INVALID'],
    ['names an unknown key', async () => `Bearer ${await sign({}, { kid: 'k9' })}`, 'TOKEN_INVALID'],
    ['has expired', async () => `Bearer ${await sign({ exp: seconds - 6 })}`, 'TOKEN_EXPIRED'],
    ['never expires', async () => `Bearer ${await sign({ exp: undefined })}`, 'TOKEN_CLAIMS'],
    ['is not valid yet', async () => `Bearer ${await sign({ nbf: seconds + 60 })}`, 'TOKEN_NOT_YET_VALID'],
    ['is for somebody else', async () => `Bearer ${await sign({ aud: 'other' })}`, 'TOKEN_NOT_FOR_US'],
    ['is from somebody else', async () => `Bearer ${await sign({ iss: 'https://evil.example' })}`, 'TOKEN_NOT_FOR_US'],
    ['has no subject', async () => `Bearer ${await sign({ sub: undefined })}`, 'TOKEN_CLAIMS'],
    ['has no role', async () => `Bearer ${await sign({ role: undefined })}`, 'TOKEN_CLAIMS'],
    ['has a role that does not exist', async () => `Bearer ${await sign({ role: 'ROOT' })}`, 'TOKEN_CLAIMS'],
    ['has several roles', async () => `Bearer ${await sign({ role: ['ADMIN', 'VENDOR'] })}`, 'TOKEN_CLAIMS'],
    ['has no merchant', async () => `Bearer ${await sign({ merchant_id: undefined })}`, 'TOKEN_CLAIMS'],
    ['has a merchant that is no id', async () => `Bearer ${await sign({ merchant_id: "1' or '1'='1" })}`, 'TOKEN_CLAIMS'],
    ['is of a vendor without saying which', async () => `Bearer ${await sign({ role: 'VENDOR' })}`, 'TOKEN_CLAIMS'],
    ['is of a customer without saying which', async () => `Bearer ${await sign({ role: 'CUSTOMER' })}`, 'TOKEN_CLAIMS'],
  ])('lets nobody in when it %s', async (_what, make, reason) => expect(await verify(await make())).toEqual({ ok: false, error: reason }));

  it('lets nobody in when it is signed with HS256 and the public key as the secret', async () => {
    const pem = createPublicKey({ key: jwk as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const content = `${base64({ alg: 'HS256', kid: 'k1' })}.${base64({ iss: issuer, aud: audience, exp: seconds + 600, ...claims })}`;
    for (const secret of [pem, JSON.stringify(jwk)]) {
      expect(await verify(`Bearer ${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`)).toEqual({ ok: false, error: 'TOKEN_INVALID' });
    }
  });

  it('is checked with keys fetched from the issuer, once for a flood of unknown key ids', async () => {
    let fetched = 0;
    const server = createServer((_req, res) => {
      fetched += 1;
      res.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const jwks = `http://localhost:${(server.address() as AddressInfo).port}/jwks`;
    const remote = createTokenVerifier({ jwks, issuer, audience }, () => now);
    expect((await remote(`Bearer ${await sign()}`)).ok).toBe(true);
    for (let id = 0; id < 20; id += 1) expect(await remote(`Bearer ${await sign({}, { kid: `x${id}` })}`)).toEqual({ ok: false, error: 'TOKEN_INVALID' });
    expect(fetched).toBe(1);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await createTokenVerifier({ jwks, issuer, audience }, () => now)(`Bearer ${await sign()}`)).toEqual({ ok: false, error: 'KEYS_UNAVAILABLE' });
  });
});
