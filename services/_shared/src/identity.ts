import { createHmac, randomBytes, timingSafeEqual, createHash } from 'node:crypto';
import { z } from 'zod';
import { createNonceMemory } from './identity-nonces';
import type { MerchantId } from './ids';
import { err, ok, type Result } from './result';

export const roles = ['CUSTOMER', 'VENDOR', 'ADMIN', 'OPERATOR', 'INTEGRATION'] as const;
export type Role = (typeof roles)[number];

/** Who is asking, as the gateway found it out. `expiresAt` is in epoch milliseconds: the end of the client's own token. */
export type Actor = Readonly<{
  role: Role;
  merchantId: MerchantId;
  subject: string;
  vendorId?: string;
  customerId?: string;
  expiresAt: number;
}>;

/** `kid` is of letters, digits, "_" and "-". */
export type IdentityKey = Readonly<{ kid: string; secret: string }>;
/** Signed with `current`; both are accepted, so that a key is changed without a pause. Secrets are 32 characters or more. */
export type IdentityKeys = Readonly<{ current: IdentityKey; previous?: IdentityKey }>;

/** The request that the identity was signed for. `bodyHash` is `bodyHashOf(raw bytes)`. */
export type SignedRequest = Readonly<{ audience: string; method: string; path: string; bodyHash: string }>;
export type IdentityError = 'missing' | 'malformed' | 'unknown-key' | 'bad-signature' | 'outside-window' | 'replayed' | 'expired';

export const identityHeader = 'x-paygraph-identity';
const windowMs = 30_000;

const Claims = z.object({
  actor: z.object({
    role: z.enum(roles),
    merchantId: z.string().transform((id) => id as MerchantId),
    subject: z.string(),
    vendorId: z.string().optional(),
    customerId: z.string().optional(),
    expiresAt: z.number(),
  }),
  at: z.number(),
  nonce: z.string().min(16),
});

export const bodyHashOf = (body: string | Uint8Array): string => createHash('sha256').update(body).digest('base64url');

const macOf = (key: IdentityKey, payload: string, { audience, method, path, bodyHash }: SignedRequest): Buffer =>
  createHmac('sha256', key.secret).update(JSON.stringify(['v1', key.kid, audience, method, path, bodyHash, payload])).digest();

/** The header value: `v1.<key id>.<claims>.<mac>`, good for one use within 30 seconds on exactly this request. */
export const signIdentity = ({ actor, keys, now, ...request }: SignedRequest & { actor: Actor; keys: IdentityKeys; now: Date }): string => {
  const claims = { actor, at: now.getTime(), nonce: randomBytes(16).toString('base64url') };
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `v1.${keys.current.kid}.${payload}.${macOf(keys.current, payload, request).toString('base64url')}`;
};

const readClaims = (payload: string): z.output<typeof Claims> | null => {
  try {
    return Claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
};

const sameMac = (given: string, expected: Buffer): boolean => {
  const bytes = Buffer.from(given, 'base64url');
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
};

export type VerifyIdentity = (header: string | undefined, request: Omit<SignedRequest, 'audience'>) => Result<Actor, IdentityError>;

/**
 * Checks identities meant for `audience`. Remembers each accepted nonce for as long as it could be sent again; the memory is this
 * process's own, so a replay to another replica is held off only by the body hash and the 30 seconds.
 */
export const createIdentityVerifier = (o: { keys: IdentityKeys; audience: string; now: () => Date }): VerifyIdentity => {
  const nonces = createNonceMemory(2 * windowMs);
  const keyById = (kid: string) => [o.keys.current, o.keys.previous].find((key) => key?.kid === kid);
  return (header, request) => {
    if (!header) return err('missing');
    const [, kid, payload, mac] = /^v1\.([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(header) ?? [];
    if (!kid || !payload || !mac) return err('malformed');
    const key = keyById(kid);
    if (!key) return err('unknown-key');
    if (!sameMac(mac, macOf(key, payload, { ...request, audience: o.audience }))) return err('bad-signature');
    const claims = readClaims(payload);
    if (!claims) return err('malformed');
    return admit(claims, o.now().getTime(), nonces.take);
  };
};

const admit = ({ actor, at, nonce }: z.output<typeof Claims>, now: number, take: (nonce: string, now: number) => boolean): Result<Actor, IdentityError> => {
  if (Math.abs(now - at) > windowMs) return err('outside-window');
  // The gateway grants the client's token five seconds of clock difference; so must everything behind it.
  if (actor.expiresAt + 5_000 < now) return err('expired');
  return take(nonce, now) ? ok(actor) : err('replayed');
};
