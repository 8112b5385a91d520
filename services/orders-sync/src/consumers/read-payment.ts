import type { paymentsPayment } from '@paygraph/schema/events/payments';
import type { PaymentId } from '@paygraph/shared/ids';
import type { z } from 'zod';
import { minor } from '@paygraph/shared/money';
import type { ChildPart, FactValue } from '../domain/happening';
import type { PaymentTold } from '../domain/payment-told';

type Types = typeof paymentsPayment.types;
export type PaymentType = Exclude<keyof Types, 'CardBindingReceived'>;
type Body<K extends PaymentType> = z.output<Types[K]>;
type Part = Body<'PaymentCaptured'>['children'][number];

/** What one event of a payment says to an order: a line of its history, and what it has to follow, if anything. */
export type ReadPayment = Readonly<{ orderId: string; entry: string; facts: Readonly<Record<string, FactValue>>; told: PaymentTold | null }>;

// Checked as whole numbers by the schema; only the brand is missing.
const partsOf = (parts: readonly Part[]): ChildPart[] => parts as readonly object[] as ChildPart[];
const idOf = (id: string): PaymentId => id as PaymentId;

type Reading<K extends PaymentType> = (body: Body<K>) => Omit<ReadPayment, 'orderId'>;
const onlyNoted = (entry: string, facts: ReadPayment['facts']): Omit<ReadPayment, 'orderId'> => ({ entry, facts, told: null });

const readings: { readonly [K in PaymentType]: Reading<K> } = {
  PaymentStarted: ({ paymentId, amount, method }) => ({ entry: 'payment.started', facts: { amount, method }, told: { kind: 'started', paymentId: idOf(paymentId) } }),
  PaymentPageOpened: ({ expiresAt }) => onlyNoted('payment.page_opened', { expiresAt }),
  PaymentAuthorized: ({ paymentId, amount, holdExpiresAt }) =>
    ({ entry: 'payment.authorized', facts: { amount, holdExpiresAt }, told: { kind: 'authorized', paymentId: idOf(paymentId), amount: minor(amount) } }),
  PaymentDeclined: ({ paymentId, reason }) => ({ entry: 'payment.declined', facts: { reason }, told: { kind: 'declined', paymentId: idOf(paymentId) } }),
  PaymentCaptured: ({ paymentId, captured, released, children, requestId }) => ({
    entry: 'payment.captured', facts: { amount: captured, released },
    told: { kind: 'captured', paymentId: idOf(paymentId), captured: minor(captured), children: partsOf(children), requestId },
  }),
  PaymentVoided: ({ paymentId, released, requestId }) => ({ entry: 'payment.voided', facts: { amount: released }, told: { kind: 'voided', paymentId: idOf(paymentId), requestId } }),
  PaymentRefundStarted: ({ amount }) => onlyNoted('payment.refund_started', { amount }),
  PaymentRefunded: ({ paymentId, amount, refundedTotal, remaining, children, byLines = true, requestId }) => ({
    entry: 'payment.refunded', facts: { amount, remaining },
    told: { kind: 'refunded', paymentId: idOf(paymentId), refundedTotal: minor(refundedTotal), remaining: minor(remaining), children: partsOf(children), byLines, requestId },
  }),
  PaymentOperationFailed: ({ paymentId, kind, requestId }) => ({ entry: 'payment.operation_failed', facts: { operation: kind }, told: { kind: 'failed', paymentId: idOf(paymentId), requestId } }),
  PaymentOperationUnknown: ({ kind }) => onlyNoted('payment.unknown', { operation: kind }),
  PaymentOperationSettledByHand: ({ kind, outcome }) => onlyNoted('payment.settled_by_hand', { operation: kind, outcome }),
  PaymentHoldExpiring: ({ holdExpiresAt, action }) => onlyNoted('payment.hold_expiring', { holdExpiresAt, action }),
  PaymentSurplusFound: ({ amount }) => onlyNoted('payment.surplus_found', { amount }),
  PaymentNeedsReview: () => onlyNoted('payment.needs_review', {}),
};

/** A provider's own words stay with the payment: they may name the buyer. */
export const readPayment = <K extends PaymentType>(type: K, body: Body<K>): ReadPayment => {
  const read: Reading<K> = readings[type];
  return { ...read(body), orderId: body.orderId };
};
