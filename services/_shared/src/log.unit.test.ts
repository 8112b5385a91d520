import { createLog } from './log';

const capture = () => {
  const lines: string[] = [];
  const log = createLog({ service: 'payments' }, { write: (line: string) => void lines.push(line) });
  return { log, text: () => lines.join('') };
};

const canary = 'CANARY-5f2b9';

describe('the log', () => {
  it.each([
    ['a key nobody declared', { favouriteColour: canary }],
    ['a nested key', { body: { inner: { email: canary } } }],
    ['an array of objects', { fields: [{ phone: canary }] }],
    ['a secret with an allowed ending', { tokenId: canary, secretType: canary }],
    ['an error with row values', { err: Object.assign(new Error('duplicate key'), { detail: canary, parameters: [canary], code: '23505' }) }],
    ['an error caused by one', { err: new Error('x', { cause: Object.assign(new Error('y'), { config: { headers: canary } }) }) }],
    ['an object deeper than six', { fields: { fields: { fields: { fields: { fields: { fields: { fields: { name: canary } } } } } } } }],
    ['the query of an address', { url: `https://bank.example/pay?token=${canary}` }],
  ])('does not show %s', (_what, object) => {
    const { log, text } = capture();
    log.info(object, 'done');
    log.child(object).child(object).info('done');
    expect(text()).toContain('done');
    expect(text()).not.toContain(canary);
  });

  it.each([
    ['a bearer token', `got Bearer ${canary}abcdef`],
    ['a JWT', `eyJhbGciOiJub25lIn0.${canary}.x`],
    ['a password in an address', `cannot reach postgres://app:${canary}@db:5432/x`],
    ['a card number', 'card 2200 0000 0000 0004 refused'],
  ])('scrubs %s from a message', (_what, message) => {
    const { log, text } = capture();
    log.error({ err: new Error(message) }, message);
    expect(text()).not.toMatch(/CANARY|2200 0000 0000 0004/);
  });

  it('keeps what an operator needs', () => {
    const { log, text } = capture();
    log.warn({ paymentId: 'p1', attempt: 3, err: Object.assign(new Error('duplicate key'), { code: '23505' }) }, 'retrying');
    expect(JSON.parse(text())).toMatchObject({ level: 'warn', service: 'payments', paymentId: 'p1', attempt: 3, msg: 'retrying', err: { message: 'duplicate key', code: '23505' } });
  });
});
