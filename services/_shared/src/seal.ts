import { randomUUID } from 'node:crypto';
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** The first private key is the one whose public half is published; the others open what was sealed before a rotation. */
export type SealingKeys = Readonly<{ publicJwk: JWK; privateJwks: readonly JWK[] }>;

const alg = 'ECDH-ES+A256KW';
const enc = 'A256GCM';

/** Thrown without any detail of the content: the text may be forged, damaged, or sealed for somebody else. */
export class CannotUnseal extends Error {
  override readonly name = 'CannotUnseal';
}

/** What may be shown to whoever seals for the owner of this key. */
export const publicHalf = (jwk: JWK): JWK => ({ kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y, kid: jwk.kid, alg, use: 'enc' });

export const generateSealingKeys = async (): Promise<SealingKeys> => {
  const { privateKey } = await generateKeyPair(alg, { crv: 'P-256', extractable: true });
  const privateJwk: JWK = { ...(await exportJWK(privateKey)), kid: randomUUID(), alg, use: 'enc' };
  return { publicJwk: publicHalf(privateJwk), privateJwks: [privateJwk] };
};

/** New texts are sealed with a new key; the old ones still open. Drop old keys once everything was sealed again. */
export const rotateSealingKeys = async (keys: SealingKeys): Promise<SealingKeys> => {
  const fresh = await generateSealingKeys();
  return { publicJwk: fresh.publicJwk, privateJwks: [...fresh.privateJwks, ...keys.privateJwks] };
};

/** Compact JWE (RFC 7516) that only the owner of the private key can read; the key's id travels in its header. */
export const seal = async (publicJwk: JWK, plaintext: object): Promise<string> => {
  const key = await importJWK(publicJwk, alg);
  const header = { alg, enc, kid: publicJwk.kid };
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(plaintext))).setProtectedHeader(header).encrypt(key);
};

const keyOf = (privateJwks: readonly JWK[], jwe: string): JWK | undefined => {
  const { kid } = decodeProtectedHeader(jwe);
  return privateJwks.find((jwk) => jwk.kid === kid);
};

/** @throws CannotUnseal when no key fits or the text was altered. The algorithms are pinned, never taken from the text. */
export const unseal = async (privateJwks: readonly JWK[], jwe: string): Promise<unknown> => {
  try {
    const jwk = keyOf(privateJwks, jwe);
    if (!jwk) throw new CannotUnseal('no key');
    const options = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [enc] };
    const { plaintext } = await compactDecrypt(jwe, await importJWK(jwk, alg), options);
    return JSON.parse(new TextDecoder().decode(plaintext)) as unknown;
  } catch {
    throw new CannotUnseal('The sealed text cannot be opened with any of the keys at hand.');
  }
};
