import fc from 'fast-check';
import { allocate, formatMinor, minor, parseMinor, sum, zero } from './money';

const amounts = fc.integer({ min: 0, max: 2 ** 40 });

describe('money', () => {
  it.each([
    ['10.50', 1050],
    ['1.15', 115],
    ['0.07', 7],
    ['899', 89900],
    ['231.7400', 23174],
    ['-3.00', -300],
  ])('reads %s as %d kopecks', (text, kopecks) => {
    expect(parseMinor(text)).toEqual({ ok: true, value: kopecks });
  });

  it.each(['', '1e3', '1,50', '0.001', '12.345', 'NaN', '9999999999999999', ' ', '--1', '1.2.3'])('refuses %j instead of guessing', (text) => {
    expect(parseMinor(text)).toEqual({ ok: false, error: { kind: 'NotAnAmount', text } });
  });

  it('writes what it reads', () => {
    fc.assert(fc.property(fc.integer({ min: -(2 ** 45), max: 2 ** 45 }), (value) => {
      expect(parseMinor(formatMinor(minor(value)))).toEqual({ ok: true, value });
    }));
  });

  it('refuses to make money out of a fraction or an unsafe number', () => {
    expect(() => minor(0.1)).toThrow(RangeError);
    expect(() => minor(2 ** 53)).toThrow(RangeError);
  });
});

describe('allocate', () => {
  it('gives parts that add up to the whole, to the kopeck', () => {
    fc.assert(fc.property(amounts, fc.array(amounts, { minLength: 1, maxLength: 30 }), (total, weights) => {
      expect(sum(allocate(minor(total), weights))).toBe(total);
    }), { numRuns: 10_000 });
  });

  it('never gives a part that is a kopeck or more away from its exact share', () => {
    fc.assert(fc.property(amounts, fc.array(fc.integer({ min: 0, max: 10 ** 6 }), { minLength: 1, maxLength: 30 }), (total, weights) => {
      const whole = weights.reduce((a, b) => a + b, 0);
      fc.pre(whole > 0);
      for (const [index, part] of allocate(minor(total), weights).entries()) {
        const exactTimesWhole = BigInt(total) * BigInt(weights[index] ?? 0);
        const distance = BigInt(part) * BigInt(whole) - exactTimesWhole;
        expect(distance < BigInt(whole) && -distance < BigInt(whole)).toBe(true);
      }
    }));
  });

  it('gives nothing to a part without weight', () => {
    expect(allocate(minor(100), [0, 3, 0])).toEqual([0, 100, 0]);
  });

  it('gives everything to the first part when no part has a weight', () => {
    expect(allocate(minor(7), [0, 0])).toEqual([7, 0]);
    expect(allocate(zero, [0, 0])).toEqual([0, 0]);
  });
});
