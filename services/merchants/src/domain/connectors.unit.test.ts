import { credentialsProblem, paymentProviders } from './connectors';

const wanted = paymentProviders['paykeeper'] ?? [];
const complete = { login: 'admin', password: 'p', secretWord: 's' };

describe('credentials', () => {
  it('are complete with exactly the names that the connector opens', () => {
    expect(credentialsProblem(wanted, complete)).toBeNull();
  });

  it.each<[string, Record<string, string>]>([
    ['a missing name', { login: 'admin', password: 'p' }],
    ['an empty value', { ...complete, password: '' }],
    ['a name nobody opens', { ...complete, passwort: 'p' }],
    ['a value too long to be one', { ...complete, password: 'p'.repeat(4_097) }],
    ['a NUL', { ...complete, password: 'p\0' }],
  ])('are refused with %s, without repeating a value', (_, given) => {
    expect(credentialsProblem(wanted, given)).toEqual({ field: 'credentials', message: 'Give exactly these, each once and not empty: login, password, secretWord.' });
  });
});
