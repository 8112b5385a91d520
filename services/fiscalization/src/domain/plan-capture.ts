import type { ChildOrderId, OrderLineId, PaymentId } from '@paygraph/shared/ids';
import { allocate, minor, type Minor } from '@paygraph/shared/money';
import { err, ok } from '@paygraph/shared/result';
import type { ChildPart, LinePart } from './goods';
import { prepay } from './plan-prepayment';
import { chainOf, never, receiptOf, sameMoney, sound, taxed, type FiscalFacts, type PartialCapturePolicy, type Plan, type PlannedReceipt } from './planning';
import { partsOf, positionOf, totalOf, type ReceiptPart } from './position';

export type Captured = Readonly<{
  paymentId: PaymentId;
  captured: Minor;
  released: Minor;
  /** What was captured, line by line; empty when only a sum was named. */
  children: readonly ChildPart[];
  day: string;
  policy: PartialCapturePolicy;
}>;

type Held = Readonly<{ childOrderId: ChildOrderId; parts: readonly ReceiptPart[] }>;

const heldBy = (facts: FiscalFacts, paymentId: PaymentId): Held[] =>
  facts.order.children.map(({ childOrderId }) => ({ childOrderId, parts: partsOf(positionOf(chainOf(facts, childOrderId), paymentId).prepaid) }));

/** A sum without goods is a discount over everything: each line keeps its quantity and gets its proportional share. */
const spread = (held: readonly Held[], captured: Minor): ChildPart[] => {
  const shares = allocate(captured, held.flatMap(({ parts }) => parts.map(({ total }) => total)));
  let at = 0;
  return held.map(({ childOrderId, parts }) => {
    const lines = parts.map((part): LinePart => ({ ...part, total: shares[at++] ?? minor(0) }));
    return { childOrderId, lines, total: totalOf(lines) };
  });
};

const shortfall = (held: readonly ReceiptPart[], target: readonly LinePart[]): ReceiptPart[] => {
  const kept = new Map<OrderLineId, LinePart>(target.map((part) => [part.lineId, part]));
  return held.flatMap((part) => {
    const total = minor(part.total - (kept.get(part.lineId)?.total ?? 0));
    const quantityMilli = part.quantityMilli - (kept.get(part.lineId)?.quantityMilli ?? 0);
    if (total === 0) return [];
    return quantityMilli === 0 ? [{ ...part, total, moneyOnly: true }] : [{ ...part, quantityMilli, total }];
  });
};

const isSame = (held: readonly ReceiptPart[], target: readonly LinePart[]): boolean =>
  held.every((part) => target.some((one) => one.lineId === part.lineId && one.total === part.total && one.quantityMilli === part.quantityMilli));

const exceeds = (held: readonly ReceiptPart[], target: readonly LinePart[]): boolean =>
  target.some(({ lineId, quantityMilli, total }) => {
    const have = held.find((part) => part.lineId === lineId);
    return total > (have?.total ?? 0) || (total > 0 && quantityMilli > (have?.quantityMilli ?? 0));
  });

const corrected = (facts: FiscalFacts, fact: Captured, { childOrderId, parts }: Held): Plan => {
  const child = facts.order.children.find((one) => one.childOrderId === childOrderId);
  const target = fact.children.find((one) => one.childOrderId === childOrderId)?.lines ?? [];
  if (child === undefined || exceeds(parts, target)) return never(`the capture takes more of the child order ${childOrderId} than was held`);
  if (isSame(parts, target)) return ok([]);
  const receipt = { childOrderId, paymentId: fact.paymentId };
  if (fact.policy === 'difference') return ok(receiptOf({ ...receipt, kind: 'prepayment_refund', parts: shortfall(parts, target) }));
  const again = taxed(facts, { child, parts: target, day: fact.day });
  if (!again.ok) return again;
  return ok([...receiptOf({ ...receipt, kind: 'prepayment_refund', parts }), ...receiptOf({ ...receipt, kind: 'prepayment', parts: again.value })]);
};

/** A payment taken without a hold: its first receipt is due now. */
const withoutHold = (facts: FiscalFacts, fact: Captured): Plan => {
  const whole = facts.order.children;
  const children = fact.children.length > 0 ? fact.children : whole;
  const problem = sameMoney({ what: 'the captured sum differs from its goods', said: fact.captured, counted: totalOf(children) });
  return problem === undefined ? prepay(facts, { ...fact, children }) : err(problem);
};

/**
 * Full capture: nothing, the hold's receipt stands. Partial capture: every child order that lost something is corrected by the policy.
 * The captured and the released sum must add up to what the receipts say is held.
 */
export const planCaptured = (facts: FiscalFacts, fact: Captured): Plan => {
  const held = heldBy(facts, fact.paymentId);
  const total = totalOf(held.flatMap(({ parts }) => parts));
  if (total === 0) return withoutHold(facts, fact);
  const children = fact.children.length > 0 ? fact.children : spread(held, fact.captured);
  const problem =
    sameMoney({ what: 'captured and released differ from the hold', said: minor(fact.captured + fact.released), counted: total }) ??
    sameMoney({ what: 'the captured sum differs from its goods', said: fact.captured, counted: totalOf(children.flatMap(({ lines }) => lines)) });
  if (problem !== undefined) return err(problem);
  const foreign = children.find(({ childOrderId }) => !held.some((one) => one.childOrderId === childOrderId));
  if (foreign !== undefined) return never(`the order has no child order ${foreign.childOrderId}`);
  const planned: PlannedReceipt[] = [];
  for (const one of held) {
    const plan = corrected(facts, { ...fact, children }, one);
    if (!plan.ok) return plan;
    planned.push(...plan.value);
  }
  return sound(facts, planned);
};
