const moscowOffsetMs = 3 * 3_600_000;

/** The date (YYYY-MM-DD) in Moscow, tag 1011 = 2: rates of VAT change at its midnight. UTC+3 all year since 2014. */
export const moscowDay = (at: Date): string => new Date(at.getTime() + moscowOffsetMs).toISOString().slice(0, 10);
