import { minor, type Minor } from '@paygraph/shared/money';

const milli = 1000n;

/** Kopecks for `quantityMilli` thousandths at `price` kopecks a measure, half a kopeck up. */
export const grossOf = (price: Minor, quantityMilli: number): Minor => minor(Number((BigInt(price) * BigInt(quantityMilli) + milli / 2n) / milli));

type Whole = Readonly<{ total: Minor; quantityMilli: number }>;

const upTo = ({ total, quantityMilli }: Whole, milliFromStart: number): bigint => (BigInt(total) * BigInt(milliFromStart)) / BigInt(quantityMilli);

/**
 * Kopecks that belong to the `taken` thousandths of a line that follow the first `after` ones. Parts that follow one another
 * add up to the line's total exactly: each is the difference of two roundings, so no kopeck is lost between them.
 */
export const partTotal = (line: Whole, taken: number, after = 0): Minor => minor(Number(upTo(line, after + taken) - upTo(line, after)));
