import type { EventBody } from '@paygraph/schema/events/index';
import type { OrderId, PaymentId } from '@paygraph/shared/ids';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { minor } from '@paygraph/shared/money';
import { moscowDay } from '../domain/moscow-day';
import { takeNews } from '../use-cases/take-news';
import { planFrom, type PlanSettings } from './plan-from';

/** The buyer's money is frozen: the prepayment receipts are due. */
export const onPaymentAuthorized =
  (settings: PlanSettings): Handler =>
  async (tx, event) => {
    const body = event.body as EventBody<'payments.payment.v1', 'PaymentAuthorized'>;
    const id = body.paymentId as PaymentId;
    const orderId = body.orderId as OrderId;
    await takeNews(tx, event.merchantId, { payment: { id, orderId, providerPaymentId: body.providerPaymentId } });
    const day = moscowDay(new Date(event.occurredAt));
    return planFrom(tx, { event, orderId, settings, fact: { kind: 'authorized', paymentId: id, amount: minor(body.amount), day } });
  };
