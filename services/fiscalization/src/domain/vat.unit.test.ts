import { minor } from '@paygraph/shared/money';
import { percentOn, vatCode, vatInside, type VatRate } from './vat';

const rates: VatRate[] = [
  { category: 'standard', percent: 20, from: '2019-01-01', to: '2025-12-31' },
  { category: 'standard', percent: 22, from: '2026-01-01', to: null },
  { category: 'none', percent: null, from: '2019-01-01', to: null },
];

describe('VAT', () => {
  it('is 20 % on the last day of 2025 and 22 % on the first of 2026', () => {
    expect(percentOn(rates, 'standard', '2025-12-31')).toEqual({ ok: true, value: 20 });
    expect(percentOn(rates, 'standard', '2026-01-01')).toEqual({ ok: true, value: 22 });
  });

  it('has no rate where the settings have none, instead of a guess', () => {
    expect(percentOn(rates, 'reduced', '2026-01-01')).toEqual({ ok: false, error: { kind: 'UnknownRate', category: 'reduced', day: '2026-01-01' } });
  });

  it('is named in tag 1199 by plain and by calculated codes', () => {
    const percents = [null, 0, 5, 7, 10, 20, 22];
    expect(percents.map((percent) => vatCode(percent, false))).toEqual([6, 5, 7, 8, 2, 1, 11]);
    expect(percents.map((percent) => vatCode(percent, true))).toEqual([6, 5, 9, 10, 4, 3, 12]);
    expect(vatCode(18, false)).toBeUndefined();
  });

  it('of 1000.00 at 22 % is 180.33, and a half kopeck is rounded up', () => {
    expect(vatInside(minor(100_000), 22)).toBe(18_033);
    expect(vatInside(minor(1_000), 10)).toBe(91);
    expect(vatInside(minor(3), 20)).toBe(1);
    expect([null, 0].map((percent) => vatInside(minor(1_000), percent))).toEqual([null, null]);
  });
});
