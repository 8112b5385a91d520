import { bankOf, banks, takesPayments } from './banks';

describe('the banks', () => {
  it('have codes of their own', () => expect(new Set(banks.map(({ code }) => code)).size).toBe(banks.length));

  it.each(['qiwi', 'otkritie', 'minbank'])('%s takes no payments any more', (code) => {
    const bank = bankOf(code);
    expect(bank && takesPayments(bank)).toBe(false);
  });

  it.each(['sber', 'tbank', 'pochta'])('%s takes payments', (code) => {
    const bank = bankOf(code);
    expect(bank && takesPayments(bank)).toBe(true);
  });

  it('that went into another name one that is at work', () => {
    for (const { code, state, successor } of banks.filter((bank) => ['joined', 'joining'].includes(bank.state))) {
      const heir = bankOf(successor ?? '');
      expect([code, state, heir && takesPayments(heir)]).toEqual([code, state, true]);
    }
  });
});
