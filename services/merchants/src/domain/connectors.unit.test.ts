import { credentialsProblem, paymentProviders, type Credentials } from './connectors';

const wanted = paymentProviders['paykeeper'] ?? [];
const complete = [{ name: 'login', value: 'admin' }, { name: 'password', value: 'p' }, { name: 'secretWord', value: 's' }];
const withPassword = (value: string): Credentials => complete.map((one) => (one.name === 'password' ? { ...one, value } : one));

describe('credentials', () => {
  it('are complete with exactly the names that the connector opens', () => {
    expect(credentialsProblem(wanted, complete)).toBeNull();
  });

  it.each<[string, Credentials]>([
    ['a missing name', complete.slice(1)],
    ['a name given twice', [...complete, { name: 'login', value: 'other' }]],
    ['an empty value', withPassword('')],
    ['a name nobody opens', [...complete, { name: 'passwort', value: 'p' }]],
    ['a value too long to be one', withPassword('p'.repeat(4_097))],
    ['a NUL', withPassword('p\0')],
  ])('are refused with %s, without repeating a value', (_, given) => {
    expect(credentialsProblem(wanted, given)).toEqual({ field: 'credentials', message: 'Give exactly these, each once and not empty: login, password, secretWord.' });
  });
});
