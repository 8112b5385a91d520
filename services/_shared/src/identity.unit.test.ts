import { bodyHashOf, createIdentityVerifier, signIdentity, type Actor, type IdentityKeys } from './identity';
import type { MerchantId } from './ids';

const now = new Date('2026-03-01T12:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);
const keys: IdentityKeys = { current: { kid: 'k2', secret: 'b'.repeat(32) }, previous: { kid: 'k1', secret: 'a'.repeat(32) } };
const actor: Actor = { role: 'ADMIN', merchantId: 'm1' as MerchantId, subject: 'ann', expiresAt: later(600_000).getTime() };
const request = { method: 'POST', path: '/graphql', bodyHash: bodyHashOf('{"query":"{a}"}') };
const signed = (over: object = {}) => signIdentity({ actor, keys, audience: 'payments', now, ...request, ...over });
const verifier = (at: Date = now) => createIdentityVerifier({ keys, audience: 'payments', now: () => at });

describe('an internal identity', () => {
  it('is accepted by the service it was signed for', () => expect(verifier()(signed(), request)).toEqual({ ok: true, value: actor }));

  it('is accepted when signed with the previous key', () =>
    expect(verifier()(signed({ keys: { current: keys.previous } }), request)).toEqual({ ok: true, value: actor }));

  it.each([
    ['another service', signed({ audience: 'tokens' }), 'bad-signature'],
    ['another body', signed({ bodyHash: bodyHashOf('{}') }), 'bad-signature'],
    ['another path', signed({ path: '/other' }), 'bad-signature'],
    ['another method', signed({ method: 'GET' }), 'bad-signature'],
    ['a key that is not live', signed({ keys: { current: { kid: 'k0', secret: 'c'.repeat(32) } } }), 'unknown-key'],
    ['a forged secret under a live id', signed({ keys: { current: { kid: 'k2', secret: 'c'.repeat(32) } } }), 'bad-signature'],
    ['a token that ended', signed({ actor: { ...actor, expiresAt: later(-5_001).getTime() } }), 'expired'],
    ['31 seconds ago', signed({ now: later(-31_000) }), 'outside-window'],
    ['31 seconds ahead', signed({ now: later(31_000) }), 'outside-window'],
    ['nobody', undefined, 'missing'],
    ['a truncated signature', signed().slice(0, -5), 'bad-signature'],
    ['free text', 'v1.x', 'malformed'],
  ])('of %s is refused', (_what, header, error) => expect(verifier()(header, request)).toEqual({ ok: false, error }));

  it('with altered claims is refused', () => {
    const [version, kid, , mac] = signed().split('.');
    const claims = Buffer.from(JSON.stringify({ actor: { ...actor, merchantId: 'm2' }, at: now.getTime(), nonce: 'n'.repeat(16) })).toString('base64url');
    expect(verifier()([version, kid, claims, mac].join('.'), request)).toEqual({ ok: false, error: 'bad-signature' });
  });

  it('is used once, for as long as its window is open', () => {
    let at = now;
    const verify = createIdentityVerifier({ keys, audience: 'payments', now: () => at });
    const header = signed({ now: later(29_000) });
    expect(verify(header, request).ok).toBe(true);
    for (const ms of [0, 30_000, 58_999]) {
      at = later(ms);
      expect(verify(header, request)).toEqual({ ok: false, error: 'replayed' });
    }
    at = later(59_001);
    expect(verify(header, request)).toEqual({ ok: false, error: 'outside-window' });
  });
});
