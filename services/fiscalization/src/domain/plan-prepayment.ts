import type { PaymentId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import { err } from '@paygraph/shared/result';
import type { ChildPart } from './goods';
import { receiptOf, sameMoney, sound, taxed, type FiscalFacts, type Plan, type PlannedReceipt } from './planning';
import { totalOf } from './position';

type Prepaid = Readonly<{ paymentId: PaymentId; day: string; children: readonly ChildPart[] }>;

/** One prepayment receipt (1214 = 1) a child order, at the rates of the day. */
export const prepay = (facts: FiscalFacts, { paymentId, day, children }: Prepaid): Plan => {
  const planned: PlannedReceipt[] = [];
  for (const { childOrderId, lines } of children) {
    const child = facts.order.children.find((one) => one.childOrderId === childOrderId);
    if (child === undefined) return err({ kind: 'never', reason: `the order has no child order ${childOrderId}` });
    const parts = taxed(facts, { child, parts: lines, day });
    if (!parts.ok) return parts;
    planned.push(...receiptOf({ childOrderId, paymentId, kind: 'prepayment', parts: parts.value }));
  }
  return sound(facts, planned);
};

/**
 * The buyer's money was frozen: the settlement sum is known, so the receipt is due now and not at the capture (54-FZ practice for
 * two-stage payments). The whole order is paid by one payment; another sum than the order's total is refused.
 */
export const planAuthorized = (facts: FiscalFacts, fact: Readonly<{ paymentId: PaymentId; amount: Minor; day: string }>): Plan => {
  const { children } = facts.order;
  const problem = sameMoney({ what: 'the frozen sum differs from the order', said: fact.amount, counted: totalOf(children) });
  return problem === undefined ? prepay(facts, { ...fact, children }) : err(problem);
};
