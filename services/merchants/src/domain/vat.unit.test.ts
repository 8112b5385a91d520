import { lawfulRates, ratesOn, vatCategories } from './vat';

const percentsOn = (day: string) => Object.fromEntries(ratesOn(lawfulRates, day).map(({ category, percent }) => [category, percent]));

describe('VAT rates', () => {
  it('are 20 % until the last day of 2025 and 22 % from the first of 2026', () => {
    expect([percentsOn('2025-12-31')['standard'], percentsOn('2026-01-01')['standard']]).toEqual([20, 22]);
  });

  it('know 5 % and 7 % of the simplified system since 2025 only', () => {
    expect(percentsOn('2024-12-31')).toEqual({ standard: 20, reduced: 10, zero: 0, none: null });
    expect(percentsOn('2025-01-01')).toMatchObject({ usn5: 5, usn7: 7 });
  });

  it('give each category one rate on every day of 2026', () => {
    const days = Array.from({ length: 365 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));
    const wrong = days.filter((day) => vatCategories.some((category) => ratesOn(lawfulRates, day).filter((rate) => rate.category === category).length !== 1));
    expect(wrong).toEqual([]);
  });
});
