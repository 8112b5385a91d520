import type { ChildOrderId, PaymentId } from '@paygraph/shared/ids';
import { ok } from '@paygraph/shared/result';
import { chainOf, receiptOf, sound, taxed, withPlanned, type FiscalFacts, type Plan, type PlannedReceipt } from './planning';
import { partsOf, positionOf, type ChainReceipt } from './position';

const isClosed = (chain: readonly ChainReceipt[]): boolean => chain.some(({ kind }) => kind === 'closing');

/** The payment whose prepayment is offset: the first captured one that still holds something. Another one's money goes back, it buys nothing. */
const payingFor = (facts: FiscalFacts, chain: readonly ChainReceipt[]): PaymentId | undefined =>
  chain.map(({ paymentId }) => paymentId).find((paymentId) => facts.capturedPayments.has(paymentId) && positionOf(chain, paymentId).prepaid.size > 0);

const closingOf = (facts: FiscalFacts, childOrderId: ChildOrderId, day: string): Plan => {
  const chain = chainOf(facts, childOrderId);
  const child = facts.order.children.find((one) => one.childOrderId === childOrderId);
  const paymentId = isClosed(chain) ? undefined : payingFor(facts, chain);
  if (child === undefined || paymentId === undefined) return ok([]);
  const parts = taxed(facts, { child, parts: partsOf(positionOf(chain, paymentId).prepaid), day });
  return parts.ok ? ok(receiptOf({ childOrderId, paymentId, kind: 'closing', parts: parts.value })) : parts;
};

/**
 * The closing receipts that are due: goods handed over, money captured, nothing closed yet. Asked after every fact, because the delivery
 * and the capture arrive on different topics in any order.
 */
export const planClosings = (facts: FiscalFacts): Plan => {
  const planned: PlannedReceipt[] = [];
  for (const [childOrderId, day] of facts.handedOver) {
    const plan = closingOf(withPlanned(facts, planned), childOrderId, day);
    if (!plan.ok) return plan;
    planned.push(...plan.value);
  }
  return sound(facts, planned);
};
