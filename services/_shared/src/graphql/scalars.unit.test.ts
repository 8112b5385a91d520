import { parseValue } from 'graphql';
import { minor } from '../money';
import { formatForPeople, toMoney } from './money';
import { DateTime, MinorUnits } from './scalars';

describe('MinorUnits', () => {
  it.each([0, 1, -1, 5_000_000_000, Number.MAX_SAFE_INTEGER])('takes %d', (value) => {
    expect(MinorUnits.parseValue(value)).toBe(value);
    expect(MinorUnits.parseLiteral(parseValue(String(value)), {})).toBe(value);
    expect(MinorUnits.serialize(value)).toBe(value);
  });

  it.each([100.001, '100', '1e3', '', 2 ** 53, NaN, Infinity, null, true, [1], {}])('refuses the variable %p', (value) =>
    expect(() => MinorUnits.parseValue(value)).toThrow('whole number'));

  it.each(['1e3', '1.0', '"100"', '9007199254740992', '9223372036854775808', 'true', 'null'])('refuses the literal %s', (text) =>
    expect(() => MinorUnits.parseLiteral(parseValue(text), {})).toThrow('whole number'));

  it('never makes a negative zero', () => expect(Object.is(MinorUnits.parseValue(-0), 0)).toBe(true));
});

describe('DateTime', () => {
  it.each([
    ['2026-03-01T12:00:00Z', '2026-03-01T12:00:00.000Z'],
    ['2026-03-01T15:00:00+03:00', '2026-03-01T12:00:00.000Z'],
    ['2028-02-29T00:00:00.5Z', '2028-02-29T00:00:00.500Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('reads %s as %s', (text, iso) => expect(DateTime.serialize(DateTime.parseValue(text))).toBe(iso));

  it.each(['2026-03-01T12:00:00', '2026-03-01', '2026-02-29T00:00:00Z', '2026-02-30T10:00:00Z', '2026-13-01T00:00:00Z', '2026-03-01T25:00:00Z', 1, null, 'now', '+012026-03-01T00:00:00Z'])(
    'refuses %p',
    (value) => expect(() => DateTime.parseValue(value)).toThrow('ISO 8601'),
  );
});

describe('a sum for people', () => {
  it.each([
    [123_450, 'RUB', '1 234,50 ₽'],
    [-5, 'RUB', '-0,05 ₽'],
    [9_007_199_254_740_991, 'RUB', '90 071 992 547 409,91 ₽'],
    [1_000, 'JPY', '1 000 ¥'],
  ] as const)('%d in %s is written %s', (amount, currency, text) =>
    expect(formatForPeople({ amount: minor(amount), currency }).replace(/[\u00a0\u202f]/g, ' ').replace('−', '-').replace('JP', '')).toBe(text));

  it('is part of Money', () => expect(toMoney(minor(100))).toMatchObject({ amount: 100, currency: 'RUB', formatted: expect.stringContaining('₽') }));
});
