import { isInn, isPersonsInn } from './inn';

const valid = ['7727401209', '5544332219', '7725713770', '3123011520', '9715260691', '7709364346', '7725327863', '9715225506', '500100732259'];

describe('INN', () => {
  it.each(valid)('accepts %s, whose check digits are right', (inn) => {
    expect(isInn(inn)).toBe(true);
  });

  it('refuses every other last digit of a valid number', () => {
    const altered = valid.flatMap((inn) => [...'0123456789'].filter((d) => d !== inn.at(-1)).map((d) => inn.slice(0, -1) + d));
    expect(altered.filter(isInn)).toEqual([]);
  });

  it('refuses a wrong eleventh digit of a person even when the twelfth would fit the rest', () => {
    expect(isInn('500100732269')).toBe(false);
  });

  it.each(['', '7727401', '77274012090', '772740120A', ' 7727401209', '7727401209 ', '+727401209', '7727401209\n', '٧٧٢٧٤٠١٢٠٩', '0000000000', '000000000000'])(
    'refuses %j, which is no INN',
    (text) => {
      expect(isInn(text)).toBe(false);
    },
  );

  it('tells a person from a company by the length', () => {
    expect([isPersonsInn('500100732259'), isPersonsInn('7727401209')]).toEqual([true, false]);
  });
});
