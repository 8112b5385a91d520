import type { PaymentId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import { assertNever, ok } from '@paygraph/shared/result';
import type { ChildPart } from './goods';
import { planCaptured } from './plan-capture';
import { planClosings } from './plan-closing';
import { planAuthorized } from './plan-prepayment';
import { planRefunded, planVoided } from './plan-return';
import { withPlanned, type FiscalFacts, type PartialCapturePolicy, type Plan } from './planning';

/** What happened, with the day (Moscow) on which it did. A hand-over changes the facts themselves and brings nothing else. */
export type FiscalEvent =
  | Readonly<{ kind: 'authorized'; paymentId: PaymentId; amount: Minor; day: string }>
  | Readonly<{ kind: 'captured'; paymentId: PaymentId; captured: Minor; released: Minor; children: readonly ChildPart[]; day: string; policy: PartialCapturePolicy }>
  | Readonly<{ kind: 'voided'; paymentId: PaymentId; released: Minor }>
  | Readonly<{ kind: 'refunded'; paymentId: PaymentId; amount: Minor; children: readonly ChildPart[]; byLines: boolean }>
  | Readonly<{ kind: 'handed_over' }>;

const first = (facts: FiscalFacts, event: FiscalEvent): Plan => {
  switch (event.kind) {
    case 'authorized':
      return planAuthorized(facts, event);
    case 'captured':
      return planCaptured(facts, event);
    case 'voided':
      return planVoided(facts, event);
    case 'refunded':
      return planRefunded(facts, event);
    case 'handed_over':
      return ok([]);
    default:
      return assertNever(event);
  }
};

const afterCapture = (facts: FiscalFacts, event: FiscalEvent): FiscalFacts =>
  event.kind === 'captured' ? { ...facts, capturedPayments: new Set([...facts.capturedPayments, event.paymentId]) } : facts;

/** All receipts that an event makes due, in the order in which they must be registered. */
export const planReceipts = (facts: FiscalFacts, event: FiscalEvent): Plan => {
  const direct = first(facts, event);
  if (!direct.ok) return direct;
  const closings = planClosings(afterCapture(withPlanned(facts, direct.value), event));
  return closings.ok ? ok([...direct.value, ...closings.value]) : closings;
};
