import { CannotUnseal, generateSealingKeys, rotateSealingKeys, seal, unseal } from './seal';

describe('a sealed text', () => {
  it('opens with the private key of the service it was sealed for', async () => {
    const keys = await generateSealingKeys();
    const jwe = await seal(keys.publicJwk, { login: 'shop', password: 's3cret' });
    expect(jwe).not.toContain('s3cret');
    expect(await unseal(keys.privateJwks, jwe)).toEqual({ login: 'shop', password: 's3cret' });
  });

  it('still opens after the keys were rotated, and new ones are sealed with the new key', async () => {
    const old = await generateSealingKeys();
    const jwe = await seal(old.publicJwk, { a: 1 });
    const rotated = await rotateSealingKeys(old);
    expect(await unseal(rotated.privateJwks, jwe)).toEqual({ a: 1 });
    const fresh = await seal(rotated.publicJwk, { a: 2 });
    await expect(unseal(old.privateJwks, fresh)).rejects.toThrow(CannotUnseal);
  });

  it('does not open for another service, when altered, or when it is no JWE', async () => {
    const [mine, other] = [await generateSealingKeys(), await generateSealingKeys()];
    const jwe = await seal(mine.publicJwk, { a: 1 });
    await expect(unseal(other.privateJwks, jwe)).rejects.toThrow(CannotUnseal);
    const parts = jwe.split('.');
    const altered = [...parts.slice(0, 3), `${parts[3]?.startsWith('A') ? 'B' : 'A'}${parts[3]?.slice(1)}`, parts[4]].join('.');
    await expect(unseal(mine.privateJwks, altered)).rejects.toThrow(CannotUnseal);
    await expect(unseal(mine.privateJwks, 'hello')).rejects.toThrow(CannotUnseal);
  });

  it('has a public half that holds nothing private', async () => expect((await generateSealingKeys()).publicJwk).not.toHaveProperty('d'));
});
