// Moscow has kept UTC+3 without daylight saving since 2014; card schemes here count days by it.
const moscowOffsetMs = 3 * 3_600_000;
export const dayMs = 86_400_000;

const startOfMoscowDay = (at: Date): number => Math.floor((at.getTime() + moscowOffsetMs) / dayMs) * dayMs - moscowOffsetMs;

export type HoldTerm = Readonly<{ authorizedAt: Date; holdDays: number; providerUntil: Date | null }>;

/**
 * The earliest moment at which the hold may end: the contract's days count the day of authorization as the first (features P3),
 * the provider's own date wins when it is earlier, and no hold ends before it began.
 */
export const holdEndOf = ({ authorizedAt, holdDays, providerUntil }: HoldTerm): Date => {
  const byContract = startOfMoscowDay(authorizedAt) + holdDays * dayMs;
  const earliest = Math.min(byContract, providerUntil?.getTime() ?? byContract);
  return new Date(Math.max(earliest, authorizedAt.getTime()));
};

/** Milliseconds until the action at expiry is due, zero when it is late already. */
export const msUntilAction = (holdEnd: Date, leadSeconds: number, now: Date): number => Math.max(holdEnd.getTime() - leadSeconds * 1_000 - now.getTime(), 0);
