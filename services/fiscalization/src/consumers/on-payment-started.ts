import type { EventBody } from '@paygraph/schema/events/index';
import type { LegalEntityId, OrderId, PaymentId } from '@paygraph/shared/ids';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { takeNews } from '../use-cases/take-news';

/** Remembers whose contract takes the money: only that legal entity's own register knows the payment by its number. */
export const onPaymentStarted: Handler = async (tx, event) => {
  const { paymentId, orderId, legalEntityId, provider } = event.body as EventBody<'payments.payment.v1', 'PaymentStarted'>;
  const payment = { id: paymentId as PaymentId, orderId: orderId as OrderId, legalEntityId: legalEntityId as LegalEntityId, provider };
  await takeNews(tx, event.merchantId, { payment });
  return 'done';
};
