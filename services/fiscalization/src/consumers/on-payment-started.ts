import type { EventBody } from '@paygraph/schema/events/index';
import type { LegalEntityId, OrderId, PaymentId } from '@paygraph/shared/ids';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { learnPayment } from '../storage/payments';

/** Remembers whose contract takes the money: only that legal entity's own register knows the payment by its number. */
export const onPaymentStarted: Handler = async (tx, event) => {
  const { paymentId, orderId, legalEntityId, provider } = event.body as EventBody<'payments.payment.v1', 'PaymentStarted'>;
  await learnPayment(tx, event.merchantId, { id: paymentId as PaymentId, orderId: orderId as OrderId, legalEntityId: legalEntityId as LegalEntityId, provider });
  return 'done';
};
