import fc from 'fast-check';
import { minor, sum, type Minor } from '@paygraph/shared/money';
import { childIdOf, factsOf, orderOf, paymentId, type LineSeed } from '../testing/baskets';
import type { ChildPart } from './goods';
import { planReceipts, type FiscalEvent } from './plan';
import { withPlanned, type FiscalFacts, type PlannedReceipt } from './planning';
import { isOverdrawn } from './position';
import { documentOf } from './receipt-document';
import type { ReceiptKind } from './receipt-kind';
import { receiptProblems } from './validate-receipt';

const pieces = fc.integer({ min: 1, max: 12 }).map((count) => count * 1_000);
const line: fc.Arbitrary<LineSeed> = fc.record({
  total: fc.integer({ min: 0, max: 3_000_000 }),
  quantityMilli: fc.oneof(pieces, fc.integer({ min: 1, max: 20_000 })),
  vatCategory: fc.constantFrom('standard', 'reduced', 'none'),
});
const basket = fc.record({
  children: fc.array(fc.array(line, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 }),
  // Thousandths of each line's pieces that the warehouse had, and of each line's money that comes back, before or after the hand-over.
  picked: fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 6, maxLength: 6 }),
  returned: fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 6, maxLength: 6 }),
  policy: fc.constantFrom('reissue', 'difference'),
  refundFirst: fc.boolean(),
  bareSums: fc.boolean(),
});
type Basket = typeof basket extends fc.Arbitrary<infer T> ? T : never;

/** A share of every line: at least a thousandth of goods goes with any kopeck of them. */
const shareOf = (children: readonly ChildPart[], shares: readonly number[]): ChildPart[] => {
  let at = 0;
  return children.map(({ childOrderId, lines }) => {
    const parts = lines.flatMap(({ lineId, quantityMilli, total }) => {
      const share = shares[at++ % shares.length] ?? 0;
      const part = { lineId, quantityMilli: Math.max(1, Math.floor((quantityMilli * share) / 1_000)), total: minor(Math.floor((total * share) / 1_000)) };
      return part.total === 0 ? [] : [part];
    });
    return { childOrderId, lines: parts, total: sum(parts.map(({ total }) => total)) };
  });
};
const totalOf = (children: readonly ChildPart[]): Minor => sum(children.map(({ total }) => total));

const play = (facts: FiscalFacts, event: FiscalEvent): FiscalFacts => {
  const plan = planReceipts(facts, event);
  if (!plan.ok) throw new Error(plan.error.reason);
  const captured = event.kind === 'captured' ? [event.paymentId] : [];
  return { ...withPlanned(facts, plan.value), capturedPayments: new Set([...facts.capturedPayments, ...captured]) };
};

type Story = Readonly<{ facts: FiscalFacts; captured: Minor; refunded: Minor }>;

const storyOf = ({ children, picked, returned, policy, refundFirst, bareSums }: Basket): Story | undefined => {
  const order = orderOf(...children);
  if (order.total === 0) return undefined;
  const day = '2026-03-01';
  const held = play(factsOf(order), { kind: 'authorized', paymentId, amount: order.total, day });
  const taken = shareOf(order.children, picked);
  const captured = totalOf(taken);
  if (captured === 0) return { facts: play(held, { kind: 'voided', paymentId, released: order.total }), captured, refunded: minor(0) };
  const named = bareSums ? [] : taken.filter(({ total }) => total > 0);
  const paid = play(held, { kind: 'captured', paymentId, captured, released: minor(order.total - captured), children: named, day, policy });
  const back = bareSums ? [] : shareOf(taken, returned).filter(({ total }) => total > 0);
  const amount = bareSums ? minor(Math.floor((captured * (returned[0] ?? 0)) / 1_000)) : totalOf(back);
  const refund: FiscalEvent = { kind: 'refunded', paymentId, amount, children: back, byLines: true };
  const handOver = (facts: FiscalFacts) => play({ ...facts, handedOver: new Map(order.children.map(({ childOrderId }) => [childOrderId, day])) }, { kind: 'handed_over' });
  const refundIt = (facts: FiscalFacts) => (amount === 0 ? facts : play(facts, refund));
  return { facts: refundFirst ? handOver(refundIt(paid)) : refundIt(handOver(paid)), captured, refunded: amount };
};

const printed = (facts: FiscalFacts): { kind: ReceiptKind; total: number; problems: number }[] =>
  [...facts.chains].flatMap(([childOrderId, chain]) => {
    const lines = facts.order.children.find((child) => child.childOrderId === childOrderId)?.lines ?? [];
    return (chain as readonly PlannedReceipt[]).map(({ kind, parts }) => {
      const document = documentOf({ kind, parts, lines });
      return { kind, total: document.total, problems: receiptProblems(document, { contact: 'b@example.com', taxation: 'osn' }).length };
    });
  });

const keepsEveryKopeck = (basketOf: Basket): boolean => {
  const story = storyOf(basketOf);
  if (story === undefined) return true;
  const receipts = printed(story.facts);
  const of = (kind: ReceiptKind) => receipts.filter((receipt) => receipt.kind === kind).reduce((total, receipt) => total + receipt.total, 0);
  const returned = of('prepayment_refund') + of('refund');
  return (
    receipts.every(({ problems, total }) => problems === 0 && total > 0) &&
    of('prepayment') - of('prepayment_refund') === of('closing') &&
    of('prepayment') - returned === story.captured - story.refunded &&
    ![...story.facts.chains.values()].some(isOverdrawn)
  );
};

it('no kopeck appears or gets lost from order to hold, capture, return and closing, over 100 000 random baskets', () => {
  fc.assert(fc.property(basket, keepsEveryKopeck), { numRuns: 100_000 });
});

it('the receipts of a hold say exactly what each child order costs', () => {
  fc.assert(
    fc.property(fc.array(fc.array(line, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }), (children) => {
      const order = orderOf(...children);
      const facts = play(factsOf(order), { kind: 'authorized', paymentId, amount: order.total, day: '2026-03-01' });
      return order.children.every(({ childOrderId, total, lines }, at) => {
        const chain = facts.chains.get(childIdOf(at)) ?? [];
        return childOrderId === childIdOf(at) && chain.reduce((added, { kind, parts }) => added + documentOf({ kind, parts, lines }).total, 0) === total;
      });
    }),
    { numRuns: 5_000 },
  );
});
