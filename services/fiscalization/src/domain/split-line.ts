import { minor, type Minor } from '@paygraph/shared/money';

/** One printed row: price per unit (1079), quantity in thousandths (1023), sum (1043). `packed`: the row stands for the whole lot as one unit. */
export type PricedRow = Readonly<{ price: Minor; quantityMilli: number; sum: Minor; packed: boolean }>;

const milli = 1000;
// BigInt, because price × thousandths passes 2^53 for large weight lots.
const rounded = (price: number, quantityMilli: number): number => Number((BigInt(price) * BigInt(quantityMilli) + 500n) / 1000n);

const asOneRow = (total: number, quantityMilli: number, exact: boolean): PricedRow | undefined => {
  const price = Number((2n * BigInt(total) * 1000n + BigInt(quantityMilli)) / (2n * BigInt(quantityMilli)));
  const fits = exact ? BigInt(price) * BigInt(quantityMilli) === BigInt(total) * 1000n : rounded(price, quantityMilli) === total;
  return fits && price > 0 ? { price: minor(price), quantityMilli, sum: minor(total), packed: false } : undefined;
};

/**
 * Rows whose price × quantity gives their sum and whose sums give `total` exactly. A lot whose total cannot be divided becomes two rows
 * with prices a kopeck apart: 10.00 for 3 pieces is 2 × 3.33 + 1 × 3.34. Pieces are exact, weights within half a kopeck (FFD allows one).
 * A lot worth less than a kopeck a unit is printed as one unit, since a zero price is refused by registers. No rows for a gift (total 0).
 */
export const splitLine = (total: Minor, quantityMilli: number): readonly PricedRow[] => {
  if (total === 0) return [];
  const whole = quantityMilli % milli === 0;
  const single = asOneRow(total, quantityMilli, whole);
  if (single !== undefined) return [single];
  const thousandths = BigInt(total) * 1000n;
  const price = Number(thousandths / BigInt(quantityMilli));
  if (price === 0) return [{ price: total, quantityMilli: milli, sum: total, packed: true }];
  const dearerMilli = Number(thousandths % BigInt(quantityMilli));
  const cheaperMilli = quantityMilli - dearerMilli;
  const cheaper = minor(rounded(price, cheaperMilli));
  return [
    { price: minor(price), quantityMilli: cheaperMilli, sum: cheaper, packed: false },
    { price: minor(price + 1), quantityMilli: dearerMilli, sum: minor(total - cheaper), packed: false },
  ];
};
