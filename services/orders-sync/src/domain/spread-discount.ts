import { allocate, minor, subtract, sum, zero, type Minor } from '@paygraph/shared/money';
import type { LineKind } from './words';

export type Discountable = Readonly<{ kind: LineKind; net: Minor }>;

// Delivery comes last: a coupon bigger than the goods used to leave shops with a line below zero, which no receipt may hold.
const turn: readonly LineKind[] = ['goods', 'service', 'delivery'];

const addAt = (shares: Minor[], indexes: readonly number[], parts: readonly Minor[]): void =>
  indexes.forEach((index, position) => (shares[index] = parts[position] ?? zero));

/**
 * Each line's share of the order's discount, in kopecks, in proportion to what the line costs: goods first, then services, then
 * delivery. A share never exceeds its line, and the shares add up to the discount as long as the lines can bear it.
 */
export const spreadDiscount = (discount: Minor, lines: readonly Discountable[]): Minor[] => {
  const shares: Minor[] = lines.map(() => zero);
  let rest = discount;
  for (const kind of turn) {
    const indexes = lines.flatMap((line, index) => (line.kind === kind ? [index] : []));
    const nets = indexes.map((index) => lines[index]?.net ?? zero);
    const taken = minor(Math.min(rest, sum(nets)));
    addAt(shares, indexes, allocate(taken, nets));
    rest = subtract(rest, taken);
  }
  return shares;
};
