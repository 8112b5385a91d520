import { holdEndOf, msUntilAction } from './hold-clock';

const at = (text: string): Date => new Date(text);

describe('the end of a hold', () => {
  it.each<[string, string, number, string | null, string]>([
    ['counts the day of authorization as the first, by Moscow', '2026-03-02T12:00:00Z', 7, null, '2026-03-08T21:00:00Z'],
    ['belongs to the next Moscow day after nine in the evening by Greenwich', '2026-03-02T21:30:00Z', 7, null, '2026-03-09T21:00:00Z'],
    ['is the provider\'s when that is earlier', '2026-03-02T12:00:00Z', 7, '2026-03-05T21:00:00Z', '2026-03-05T21:00:00Z'],
    ['is the contract\'s when the provider\'s is later', '2026-03-02T12:00:00Z', 3, '2026-03-09T21:00:00Z', '2026-03-04T21:00:00Z'],
    ['is never before the hold began', '2026-03-02T12:00:00Z', 7, '2026-03-01T21:00:00Z', '2026-03-02T12:00:00Z'],
  ])('%s', (...[, authorizedAt, holdDays, providerUntil, expected]) => {
    expect(holdEndOf({ authorizedAt: at(authorizedAt), holdDays, providerUntil: providerUntil === null ? null : at(providerUntil) })).toEqual(at(expected));
  });

  it('is acted upon ahead of time, and at once when it is late', () => {
    expect(msUntilAction(at('2026-03-02T12:00:00Z'), 3_600, at('2026-03-02T10:00:00Z'))).toBe(3_600_000);
    expect(msUntilAction(at('2026-03-02T12:00:00Z'), 3_600, at('2026-03-03T10:00:00Z'))).toBe(0);
  });
});
