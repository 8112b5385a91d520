import type { LegalEntityId, VendorId, WarehouseId } from '@paygraph/shared/ids';
import { add, allocate, subtract, sum, zero, type Minor } from '@paygraph/shared/money';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { Basket, BasketDelivery } from './basket';
import { groupLines, type LineGroup } from './group-lines';
import type { Known } from './known';
import { spreadDiscount } from './spread-discount';
import { problem, type Agent, type InputProblem, type LineKind, type Measure, type VatCategory } from './words';

export type PlannedLine = Readonly<{
  kind: LineKind;
  name: string;
  sku: string | null;
  quantityMilli: number;
  measure: Measure;
  price: Minor;
  /** The line's own discount and its share of the order's. */
  discount: Minor;
  /** What the buyer owes for the line after every discount. */
  total: Minor;
  vatCategory: VatCategory;
  agent: Agent | null;
}>;

export type PlannedChild = Readonly<{ legalEntityId: LegalEntityId; warehouseId: WarehouseId; vendorId: VendorId | null; total: Minor; lines: readonly PlannedLine[] }>;
export type PlannedOrder = Readonly<{ total: Minor; children: readonly PlannedChild[] }>;

const deliveryLine = (delivery: BasketDelivery, price: Minor, vatCategory: VatCategory): PlannedLine => ({
  kind: 'delivery', name: delivery.name, sku: null, quantityMilli: 1000, measure: 'piece', price, discount: zero, total: price, vatCategory, agent: null,
});

/** Delivery is a line of its own (tag 1212 = 4) in every child order that has a share of it. */
const withDelivery = (groups: readonly LineGroup[], delivery: BasketDelivery | null, known: Known): LineGroup[] => {
  if (!delivery) return [...groups];
  const weights = groups.map((group) => (delivery.warehouseId === null || group.warehouseId === delivery.warehouseId ? sum(group.lines.map(({ total }) => total)) : zero));
  const eligible = groups.map((group) => delivery.warehouseId === null || group.warehouseId === delivery.warehouseId);
  const only = eligible.indexOf(true);
  // Free goods carry no weight at all; then the first child order that may takes the delivery.
  const shares = weights.every((weight) => weight === 0) ? groups.map((_, index) => (index === only ? delivery.price : zero)) : allocate(delivery.price, weights);
  return groups.map((group, index) => {
    const share = shares[index] ?? zero;
    const vat = delivery.vatCategory ?? known.deliveryVat ?? group.defaultVat;
    return share === 0 ? group : { ...group, lines: [...group.lines, deliveryLine(delivery, share, vat)] };
  });
};

const discounted = (groups: readonly LineGroup[], discount: Minor): PlannedChild[] => {
  const shares = spreadDiscount(discount, groups.flatMap(({ lines }) => lines.map(({ kind, total }) => ({ kind, net: total }))));
  let next = 0;
  const cut = (line: PlannedLine): PlannedLine => {
    const share = shares[next++] ?? zero;
    return { ...line, discount: add(line.discount, share), total: subtract(line.total, share) };
  };
  return groups.map(({ legalEntityId, warehouseId, vendorId, lines }) => {
    const cutLines = lines.map(cut);
    return { legalEntityId, warehouseId, vendorId, lines: cutLines, total: sum(cutLines.map(({ total }) => total)) };
  });
};

const beforeDiscount = (groups: readonly LineGroup[]): Minor => sum(groups.flatMap(({ lines }) => lines.map(({ total }) => total)));

const deliveryProblem = ({ delivery }: Basket, groups: readonly LineGroup[]): InputProblem | null =>
  delivery?.warehouseId && !groups.some(({ warehouseId }) => warehouseId === delivery.warehouseId)
    ? problem('delivery.warehouseId', 'must be a warehouse that some line of this order comes from')
    : null;

const sumProblem = (basket: Basket, groups: readonly LineGroup[]): InputProblem | null => {
  const whole = beforeDiscount(groups);
  if (basket.discount > whole) return problem('discount', `must not exceed goods and delivery together, ${whole} kopecks`);
  const total = subtract(whole, basket.discount);
  if (total !== basket.total) return problem('total', `must equal lines minus discounts plus delivery: ${total} kopecks, not ${basket.total}`);
  return total === 0 ? problem('total', 'must be above zero: there is nothing to pay in this order') : null;
};

/**
 * Divides a checked basket into child orders by legal entity, warehouse and self-standing vendor. To the kopeck:
 * lines - discounts + delivery = sum of the child orders = sum of all their lines, and no line is below zero.
 */
export const planOrder = (basket: Basket, known: Known): Result<PlannedOrder, InputProblem> => {
  const grouped = groupLines(basket.lines, known);
  if (!grouped.ok) return grouped;
  const misplaced = deliveryProblem(basket, grouped.value);
  if (misplaced) return err(misplaced);
  const groups = withDelivery(grouped.value, basket.delivery, known);
  const unequal = sumProblem(basket, groups);
  return unequal ? err(unequal) : ok({ total: basket.total, children: discounted(groups, basket.discount) });
};
