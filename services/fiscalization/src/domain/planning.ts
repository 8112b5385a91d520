import type { ChildOrderId, PaymentId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { ChildOrder, LinePart, Order } from './goods';
import { isOverdrawn, type ChainReceipt, type ReceiptPart } from './position';
import type { ReceiptKind } from './receipt-kind';
import { percentOn, type VatRate } from './vat';

/** Everything planning looks at. Chains hold the receipts planned so far, in order. */
export type FiscalFacts = Readonly<{
  order: Order;
  chains: ReadonlyMap<ChildOrderId, readonly ChainReceipt[]>;
  /** Children whose goods changed hands, with the day (Moscow) on which they did. */
  handedOver: ReadonlyMap<ChildOrderId, string>;
  capturedPayments: ReadonlySet<PaymentId>;
  rates: readonly VatRate[];
}>;

export type PlannedReceipt = ChainReceipt & Readonly<{ childOrderId: ChildOrderId }>;

/** `later`: something this service has not heard of yet. `never`: the event contradicts what is known; a person must look. */
export type PlanProblem = Readonly<{ kind: 'later' | 'never'; reason: string }>;
export type Plan = Result<readonly PlannedReceipt[], PlanProblem>;

export const never = (reason: string): Result<never, PlanProblem> => err({ kind: 'never', reason });

/**
 * Full or partial capture: the receipt was printed at the hold, so a capture of less needs a correction of it. `reissue` returns the
 * whole first receipt and prints one for what was captured (YooKassa, Payture); `difference` returns the missing part only.
 */
export type PartialCapturePolicy = 'reissue' | 'difference';

export const chainOf = (facts: FiscalFacts, childOrderId: ChildOrderId): readonly ChainReceipt[] => facts.chains.get(childOrderId) ?? [];

/** The parts with the percent in force on the day. Rates this service has not heard of make the event wait. */
export const taxed = (facts: FiscalFacts, o: { child: ChildOrder; parts: readonly LinePart[]; day: string }): Result<ReceiptPart[], PlanProblem> => {
  const parts: ReceiptPart[] = [];
  for (const { lineId, quantityMilli, total } of o.parts) {
    const line = o.child.lines.find((one) => one.lineId === lineId);
    if (line === undefined) return never(`the child order ${o.child.childOrderId} has no line ${lineId}`);
    const percent = percentOn(facts.rates, line.vatCategory, o.day);
    if (!percent.ok) return err({ kind: 'later', reason: `no VAT rate for "${line.vatCategory}" on ${o.day} in the tax settings` });
    if (total > 0) parts.push({ lineId, quantityMilli, total, percent: percent.value });
  }
  return ok(parts);
};

export const receiptOf = (o: { childOrderId: ChildOrderId; paymentId: PaymentId; kind: ReceiptKind; parts: readonly ReceiptPart[] }): PlannedReceipt[] =>
  o.parts.length === 0 ? [] : [o];

/** The facts as they will be once the planned receipts are part of their chains. */
export const withPlanned = (facts: FiscalFacts, planned: readonly PlannedReceipt[]): FiscalFacts => {
  const chains = new Map(facts.chains);
  for (const receipt of planned) chains.set(receipt.childOrderId, [...(chains.get(receipt.childOrderId) ?? []), receipt]);
  return { ...facts, chains };
};

/** The last gate: no plan may close or return more than was prepaid, whatever the event said. */
export const sound = (facts: FiscalFacts, planned: readonly PlannedReceipt[]): Plan => {
  const after = withPlanned(facts, planned);
  const overdrawn = planned.find(({ childOrderId }) => isOverdrawn(chainOf(after, childOrderId)));
  return overdrawn === undefined ? ok(planned) : never(`the receipts of the child order ${overdrawn.childOrderId} would return or close more than was prepaid`);
};

export const sameMoney = (o: { what: string; said: Minor; counted: Minor }): PlanProblem | undefined =>
  o.said === o.counted ? undefined : { kind: 'never', reason: `${o.what}: the event says ${o.said} kopecks, the receipts so far give ${o.counted}` };
