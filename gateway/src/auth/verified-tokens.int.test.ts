import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import type { MerchantId } from '@paygraph/shared/ids';
import type { Actor } from '@paygraph/shared/identity';
import { createTokenVerifier } from './tokens';
import { verifiedTokens } from './verified-tokens';

const merchant = '018f4e2e-7b6a-7c3d-8e9f-0123456789ab';
const names = { issuer: 'https://login.example', audience: 'paygraph' };

describe('a token that was good a moment ago', () => {
  let keys: { publicKey: CryptoKey; privateKey: CryptoKey }[];
  let server: Server;
  let now: Date;
  let served: number;
  let jwks: string;
  const fetches: number[] = [];
  const tokenOf = (kid: number, lifeSeconds = 600) =>
    new SignJWT({ iss: names.issuer, aud: names.audience, sub: 'ann', role: 'ADMIN', merchant_id: merchant, exp: Math.floor(now.getTime() / 1_000) + lifeSeconds })
      .setProtectedHeader({ alg: 'ES256', kid: `k${kid}` })
      .sign((keys[kid] as { privateKey: CryptoKey }).privateKey);

  beforeAll(async () => {
    keys = await Promise.all([0, 1].map(() => generateKeyPair('ES256', { extractable: true })));
    const sets = await Promise.all(keys.map(async ({ publicKey }, index) => ({ ...(await exportJWK(publicKey)), kid: `k${index}` })));
    server = createServer((_req, res) => {
      fetches.push(served);
      res.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [sets[served]] }));
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    jwks = `http://localhost:${(server.address() as AddressInfo).port}/jwks`;
  });
  beforeEach(() => {
    now = new Date();
    served = 0;
    fetches.length = 0;
    // Only the dates: sockets need the timers.
    jest.useFakeTimers({ now, doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
  });
  afterEach(() => jest.useRealTimers());
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const later = (seconds: number): void => {
    now = new Date(now.getTime() + seconds * 1_000);
    jest.setSystemTime(now);
  };

  it('is good until its end and the tolerance, and not a second longer', async () => {
    const verify = createTokenVerifier({ ...names, jwks }, () => now);
    const header = `Bearer ${await tokenOf(0, 60)}`;
    const after = async (seconds: number) => {
      later(seconds);
      return verify(header);
    };
    expect([(await after(0)).ok, (await after(59)).ok, (await after(3)).ok]).toEqual([true, true, true]);
    expect(await after(4)).toEqual({ ok: false, error: 'TOKEN_EXPIRED' });
  });

  it('is refused once its key is taken back: when the set is fetched again for another key, or for its age', async () => {
    for (const notice of ['another key', 'age'] as const) {
      served = 0;
      const verify = createTokenVerifier({ ...names, jwks }, () => now);
      const header = `Bearer ${await tokenOf(0, 3_600)}`;
      expect([(await verify(header)).ok, (await verify(header)).ok]).toEqual([true, true]);
      served = 1;
      later(notice === 'age' ? 601 : 31);
      if (notice === 'another key') expect((await verify(`Bearer ${await tokenOf(1)}`)).ok).toBe(true);
      expect(await verify(header)).toEqual({ ok: false, error: 'TOKEN_INVALID' });
    }
    expect(fetches).toEqual([0, 1, 0, 1]);
  });

  it('is another token when one letter of its signature differs', async () => {
    const verify = createTokenVerifier({ ...names, jwks }, () => now);
    const token = await tokenOf(0);
    expect((await verify(`Bearer ${token}`)).ok).toBe(true);
    const [head, claims, signature = ''] = token.split('.');
    expect(await verify(`Bearer ${head}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`)).toEqual({ ok: false, error: 'TOKEN_INVALID' });
  });
});

describe('the memory of verified tokens', () => {
  const actor: Actor = { role: 'ADMIN', merchantId: merchant as MerchantId, subject: 'ann', expiresAt: 2_000 };
  it('holds no more than it may, and forgets those first who did not come back', () => {
    const memory = verifiedTokens(() => 1, () => new Date(1_000), 3);
    for (const token of ['a', 'b', 'c']) memory.keep(token, actor, 1);
    memory.find('a');
    memory.keep('d', actor, 1);
    expect([memory.size(), ...['a', 'b', 'c', 'd'].map((token) => memory.find(token) !== undefined)]).toEqual([3, true, false, true, true]);
  });

  it('keeps nothing that was verified with keys which are no longer the ones in use', () => {
    let reading: number | null = 1;
    const memory = verifiedTokens(() => reading, () => new Date(1_000));
    memory.keep('a', actor, 1);
    memory.keep('b', actor, 0);
    expect([memory.find('a'), memory.find('b')]).toEqual([actor, undefined]);
    for (reading of [null, 2, 1]) expect(memory.find('a')).toBeUndefined();
  });
});
