import { z } from 'zod';
import { amount, at, childPart, currency, id, sealed } from './parts';

const payment = { paymentId: id, orderId: id };
const operation = { ...payment, operationId: id };
/** The request of an order (or the key of a mutation) that an operation answers; null when a clock or a repair asked. */
const requestId = id.nullable();

export const PaymentStarted = z.object({ ...payment, contractId: id, legalEntityId: id, provider: z.string(), method: z.enum(['card', 'sbp']), amount, currency });
export const PaymentPageOpened = z.object({ ...payment, expiresAt: at });
/** The buyer's money is frozen. `providerPaymentId` is what the register and the provider's cabinet know the payment by. */
export const PaymentAuthorized = z.object({ ...payment, amount, providerPaymentId: z.string(), contractId: id, holdExpiresAt: at.nullable() });
export const PaymentDeclined = z.object({ ...payment, reason: z.enum(['declined', 'expired', 'cancelled_by_buyer', 'provider_refused']), providerText: z.string().nullable() });
export const PaymentCaptured = z.object({ ...operation, requestId, captured: amount, released: amount, providerPaymentId: z.string(), children: z.array(childPart) });
export const PaymentVoided = z.object({ ...operation, requestId, released: amount, reason: z.string() });
export const PaymentRefundStarted = z.object({ ...operation, requestId, amount });
/** `byLines` false: only a sum was named, so the goods stay sold for less and the quantities of `children` did not come back. Absent = true. */
export const PaymentRefunded = z.object({
  ...operation, requestId, amount, refundedTotal: amount, remaining: amount, providerPaymentId: z.string(), children: z.array(childPart), reason: z.string(), byLines: z.boolean().optional(),
});
export const PaymentOperationFailed = z.object({ ...operation, requestId, kind: z.enum(['open_page', 'capture', 'void', 'refund']), reason: z.string() });
/** The provider did not answer, or answered nonsense: neither done nor failed until the inquiry finds out. */
export const PaymentOperationUnknown = z.object({ ...operation, kind: z.enum(['open_page', 'capture', 'void', 'refund']) });
/** An administrator said what became of a call of which the provider's word makes no sense; what that means is told by the event after it. */
export const PaymentOperationSettledByHand = z.object({
  ...operation, requestId, kind: z.enum(['open_page', 'capture', 'void', 'refund']), outcome: z.enum(['succeeded', 'failed']), reason: z.string(), by: z.string(),
});
export const PaymentHoldExpiring = z.object({ ...payment, holdExpiresAt: at, action: z.enum(['capture', 'void']) });
/** Money arrived twice for one payment (two invoices paid): the surplus goes back by itself. */
export const PaymentSurplusFound = z.object({ ...payment, amount, providerPaymentId: z.string() });
/** A difference no rule may settle by itself (wrong sum at the provider and the like); a person decides. */
export const PaymentNeedsReview = z.object({ ...payment, reason: z.string() });
/** A binding came with the money and the buyer had agreed to it. The reference is sealed for payments, its only user. */
export const CardBindingReceived = z.object({
  ...payment,
  customerId: id,
  contractId: id,
  provider: z.string(),
  sealedReference: sealed,
  /** Same card at the same contract gives the same fingerprint, so a repeated binding is recognised without being readable. */
  fingerprint: z.string(),
  brand: z.enum(['mir', 'visa', 'mastercard', 'unionpay', 'unknown']),
  last4: z.string().regex(/^\d{4}$/),
  expiresOn: z.string().regex(/^\d{4}-\d{2}$/).nullable(),
  consent: z.object({ wordingVersion: z.string(), givenAt: at }),
});

export const paymentsPayment = {
  topic: 'payments.payment.v1',
  writer: 'payments',
  compacted: false,
  about: 'What happens to a payment, key = payment id.',
  types: {
    PaymentStarted, PaymentPageOpened, PaymentAuthorized, PaymentDeclined, PaymentCaptured, PaymentVoided, PaymentRefundStarted, PaymentRefunded,
    PaymentOperationFailed, PaymentOperationUnknown, PaymentOperationSettledByHand, PaymentHoldExpiring, PaymentSurplusFound, PaymentNeedsReview, CardBindingReceived,
  },
} as const;
