import type { Minor } from '@paygraph/shared/money';
import { amountsOf } from './amounts';
import type { ContractFacts } from './facts';
import type { Operation, OperationKind } from './operation';
import type { Payment, Snapshot } from './payment';

/** A fact for the others. Its body is checked against the published contract when it is written to the outbox. */
export type PaymentEvent = Readonly<{ type: string; body: Readonly<Record<string, unknown>> }>;
export type DeclineReason = 'declined' | 'expired' | 'cancelled_by_buyer' | 'provider_refused';

const of = ({ id, orderId }: Payment) => ({ paymentId: id, orderId });
const by = (payment: Payment, operation: Operation) => ({ ...of(payment), operationId: operation.id, requestId: operation.requestId });
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const event = (type: string, body: Readonly<Record<string, unknown>>): PaymentEvent => ({ type, body });

export const paymentStarted = (payment: Payment): PaymentEvent =>
  event('PaymentStarted', {
    ...of(payment), contractId: payment.contractId, legalEntityId: payment.legalEntityId, provider: payment.provider, method: payment.method,
    amount: payment.amount, currency: payment.currency,
  });

export const paymentPageOpened = (payment: Payment, expiresAt: Date): PaymentEvent => event('PaymentPageOpened', { ...of(payment), expiresAt: expiresAt.toISOString() });

export const paymentAuthorized = (payment: Payment, providerPaymentId: string): PaymentEvent =>
  event('PaymentAuthorized', { ...of(payment), amount: payment.amount, providerPaymentId, contractId: payment.contractId, holdExpiresAt: iso(payment.holdExpiresAt) });

export const paymentDeclined = (payment: Payment, reason: DeclineReason, providerText: string | null = null): PaymentEvent =>
  event('PaymentDeclined', { ...of(payment), reason, providerText });

export const paymentCaptured = (payment: Payment, operation: Operation): PaymentEvent =>
  event('PaymentCaptured', {
    ...by(payment, operation), captured: operation.amount, released: operation.released, providerPaymentId: payment.providerPaymentId, children: operation.children,
  });

export const paymentVoided = (payment: Payment, operation: Operation): PaymentEvent =>
  event('PaymentVoided', { ...by(payment, operation), released: operation.amount, reason: operation.reason });

export const paymentRefundStarted = (payment: Payment, operation: Operation): PaymentEvent => event('PaymentRefundStarted', { ...by(payment, operation), amount: operation.amount });

/** `snapshot` is as it stands after the refund. */
export const paymentRefunded = ({ payment, operations }: Snapshot, operation: Operation): PaymentEvent => {
  const { refunded, captured } = amountsOf(operations);
  return event('PaymentRefunded', {
    ...by(payment, operation), amount: operation.amount, refundedTotal: refunded, remaining: captured - refunded,
    providerPaymentId: payment.providerPaymentId, children: operation.children, reason: operation.reason, byLines: operation.byLines,
  });
};

// Outsiders know four kinds of call; giving back a surplus is a refund to them.
const publicKind = (kind: OperationKind): string => (kind === 'return_surplus' ? 'refund' : kind);

export const paymentOperationFailed = (payment: Payment, operation: Operation, reason: string): PaymentEvent =>
  event('PaymentOperationFailed', { ...by(payment, operation), kind: publicKind(operation.kind), reason });

export const paymentOperationUnknown = (payment: Payment, operation: Operation): PaymentEvent =>
  event('PaymentOperationUnknown', { ...of(payment), operationId: operation.id, kind: publicKind(operation.kind) });

export const paymentOperationSettledByHand = (payment: Payment, operation: Operation, word: { outcome: 'succeeded' | 'failed'; reason: string; by: string }): PaymentEvent =>
  event('PaymentOperationSettledByHand', { ...by(payment, operation), kind: publicKind(operation.kind), ...word });

export const paymentHoldExpiring = (payment: Payment, holdExpiresAt: Date, action: ContractFacts['settings']['holdExpiryAction']): PaymentEvent =>
  event('PaymentHoldExpiring', { ...of(payment), holdExpiresAt: holdExpiresAt.toISOString(), action });

export const paymentSurplusFound = (payment: Payment, amount: Minor, providerPaymentId: string): PaymentEvent =>
  event('PaymentSurplusFound', { ...of(payment), amount, providerPaymentId });

export const paymentNeedsReview = (payment: Payment, reason: string): PaymentEvent => event('PaymentNeedsReview', { ...of(payment), reason });

export type SealedBinding = Readonly<{
  sealedReference: string;
  fingerprint: string;
  brand: 'mir' | 'visa' | 'mastercard' | 'unionpay' | 'unknown';
  last4: string;
  expiresOn: string | null;
}>;

/** Only with the buyer's consent and a known buyer: without either there is nothing to tell. */
export const cardBindingReceived = (payment: Payment, binding: SealedBinding): PaymentEvent | null => {
  if (!payment.consent || !payment.customerId) return null;
  const consent = { wordingVersion: payment.consent.wordingVersion, givenAt: payment.consent.givenAt.toISOString() };
  return event('CardBindingReceived', { ...of(payment), customerId: payment.customerId, contractId: payment.contractId, provider: payment.provider, ...binding, consent });
};
