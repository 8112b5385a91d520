import { minor, type Minor } from '@paygraph/shared/money';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { VatCategory } from './goods';

/** Percent of VAT in force on days from `from` to `to`, both included (YYYY-MM-DD); null percent = not subject to VAT. */
export type VatRate = Readonly<{ category: VatCategory; percent: number | null; from: string; to: string | null }>;

/** 1199 for a plain rate and for a calculated one (FNS order ED-7-20/662@ as changed for 5, 7 and 22 %). 20 % stays for returns of 2025 sales. */
const codes: Readonly<Record<number, Readonly<{ plain: number; calculated: number }>>> = {
  5: { plain: 7, calculated: 9 },
  7: { plain: 8, calculated: 10 },
  10: { plain: 2, calculated: 4 },
  20: { plain: 1, calculated: 3 },
  22: { plain: 11, calculated: 12 },
};
const zeroRateCode = 5;
const noVatCode = 6;

export type UnknownRate = Readonly<{ kind: 'UnknownRate'; category: VatCategory; day: string }>;

/** The percent of a category on the day of the settlement. A later start wins where periods overlap. */
export const percentOn = (rates: readonly VatRate[], category: VatCategory, day: string): Result<number | null, UnknownRate> => {
  const inForce = rates.filter((rate) => rate.category === category && rate.from <= day && (rate.to === null || day <= rate.to));
  const [latest] = [...inForce].sort((a, b) => b.from.localeCompare(a.from));
  return latest === undefined ? err({ kind: 'UnknownRate', category, day }) : ok(latest.percent);
};

/** Tag 1199. Undefined for a percent that FFD has no code for: such a line is refused, never guessed. */
export const vatCode = (percent: number | null, calculated: boolean): number | undefined => {
  if (percent === null) return noVatCode;
  if (percent === 0) return zeroRateCode;
  const pair = codes[percent];
  return calculated ? pair?.calculated : pair?.plain;
};

/** Tag 1200 in kopecks: VAT inside a sum, the same formula for plain and calculated rates; null where no VAT sum exists (0 %, none). */
export const vatInside = (total: Minor, percent: number | null): Minor | null => {
  if (percent === null || percent === 0) return null;
  const doubled = 2n * BigInt(total) * BigInt(percent);
  const base = BigInt(100 + percent);
  return minor(Number((doubled + base) / (2n * base)));
};
