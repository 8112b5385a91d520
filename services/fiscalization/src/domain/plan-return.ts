import type { ChildOrderId, PaymentId } from '@paygraph/shared/ids';
import { allocate, minor, type Minor } from '@paygraph/shared/money';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { ChildPart, LinePart } from './goods';
import { chainOf, never, receiptOf, sameMoney, sound, type FiscalFacts, type Plan, type PlanProblem, type PlannedReceipt } from './planning';
import { partsOf, positionOf, totalOf, type Holding, type Position, type ReceiptPart } from './position';

type Of = Readonly<{ childOrderId: ChildOrderId; paymentId: PaymentId }>;
type Taken = Readonly<{ prepaid: readonly ReceiptPart[]; settled: readonly ReceiptPart[] }>;

const receipts = (of: Of, { prepaid, settled }: Taken): PlannedReceipt[] => [
  ...receiptOf({ ...of, kind: 'prepayment_refund', parts: prepaid }),
  ...receiptOf({ ...of, kind: 'refund', parts: settled }),
];

const positions = (facts: FiscalFacts, paymentId: PaymentId): (Of & { position: Position })[] =>
  facts.order.children.map(({ childOrderId }) => ({ childOrderId, paymentId, position: positionOf(chainOf(facts, childOrderId), paymentId) }));

/** The hold was let go (or ran out): all that its receipts said is said back, at the VAT they were printed with. */
export const planVoided = (facts: FiscalFacts, fact: Readonly<{ paymentId: PaymentId; released: Minor }>): Plan => {
  const open = positions(facts, fact.paymentId).map((one) => ({ ...one, prepaid: partsOf(one.position.prepaid), settled: partsOf(one.position.settled) }));
  const counted = totalOf(open.flatMap(({ prepaid, settled }) => [...prepaid, ...settled]));
  const problem = sameMoney({ what: 'the released sum differs from the hold', said: fact.released, counted });
  return problem === undefined ? sound(facts, open.flatMap((one) => receipts(one, one))) : err(problem);
};

type Wanted = LinePart & Readonly<{ byLines: boolean }>;

const holds = (holding: Holding | undefined, part: Wanted): holding is Holding =>
  holding !== undefined && part.total <= holding.total && (!part.byLines || part.quantityMilli <= holding.quantityMilli);

const takenFrom = (holding: Holding, { byLines, ...part }: Wanted): ReceiptPart => {
  // All of the pieces for less than their money is a price cut as well, and the rest of the money still has goods under it.
  const moneyOnly = part.total < holding.total && (!byLines || part.quantityMilli === holding.quantityMilli);
  // A bare sum was spread over the pieces of its moment; what happened since may have left fewer.
  const quantityMilli = Math.min(part.quantityMilli, holding.quantityMilli);
  return { ...part, quantityMilli, percent: holding.percent, ...(moneyOnly ? { moneyOnly } : {}) };
};

const take = (position: Position, parts: readonly Wanted[]): Result<Taken, PlanProblem> => {
  const prepaid: ReceiptPart[] = [];
  const settled: ReceiptPart[] = [];
  for (const part of parts.filter(({ total }) => total > 0)) {
    const [ahead, done] = [position.prepaid.get(part.lineId), position.settled.get(part.lineId)];
    if (holds(ahead, part)) prepaid.push(takenFrom(ahead, part));
    else if (holds(done, part)) settled.push(takenFrom(done, part));
    else return never(`the refund takes more of the line ${part.lineId} than its receipts hold`);
  }
  return ok({ prepaid, settled });
};

/** A refund that names no goods comes off every line in proportion, quantities kept: the price went down. */
const spread = (facts: FiscalFacts, paymentId: PaymentId, amount: Minor): ChildPart[] => {
  const held = positions(facts, paymentId).flatMap(({ childOrderId, position }) =>
    [...partsOf(position.prepaid), ...partsOf(position.settled)].map((part) => ({ childOrderId, part })),
  );
  const shares = allocate(amount, held.map(({ part }) => part.total));
  return held.map(({ childOrderId, part }, at) => {
    const total = shares[at] ?? minor(0);
    return { childOrderId, total, lines: [{ ...part, total }] };
  });
};

/** `byLines` false: only a sum was named, so the goods of `children` stay sold for less. */
type Refunded = Readonly<{ paymentId: PaymentId; amount: Minor; children: readonly ChildPart[]; byLines: boolean }>;

/** Goods not handed over yet: the prepayment is returned (1214 = 1). Handed over: a refund of the settlement (1214 = 4). */
export const planRefunded = (facts: FiscalFacts, fact: Refunded): Plan => {
  const namesGoods = fact.children.length > 0;
  const children = namesGoods ? fact.children : spread(facts, fact.paymentId, fact.amount);
  const byLines = namesGoods && fact.byLines;
  const problem = sameMoney({ what: 'the refunded sum differs from its goods', said: fact.amount, counted: totalOf(children.flatMap(({ lines }) => lines)) });
  if (problem !== undefined) return err(problem);
  const planned: PlannedReceipt[] = [];
  for (const one of positions(facts, fact.paymentId)) {
    const parts = children.filter(({ childOrderId }) => childOrderId === one.childOrderId).flatMap(({ lines }) => lines.map((line) => ({ ...line, byLines })));
    const taken = take(one.position, parts);
    if (!taken.ok) return taken;
    planned.push(...receipts(one, taken.value));
  }
  const covered = sameMoney({ what: 'the refund names goods of other orders', said: fact.amount, counted: totalOf(planned.flatMap(({ parts }) => parts)) });
  return covered === undefined ? sound(facts, planned) : err(covered);
};
