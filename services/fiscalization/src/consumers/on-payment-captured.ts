import type { EventBody } from '@paygraph/schema/events/index';
import type { OrderId, PaymentId } from '@paygraph/shared/ids';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { minor } from '@paygraph/shared/money';
import { moscowDay } from '../domain/moscow-day';
import { takeNews } from '../use-cases/take-news';
import { childParts } from './parts';
import { planFrom, type PlanSettings } from './plan-from';

/** Money was taken: less than the hold corrects the receipts, and what was handed over already may be closed now. */
export const onPaymentCaptured =
  (settings: PlanSettings): Handler =>
  async (tx, event) => {
    const body = event.body as EventBody<'payments.payment.v1', 'PaymentCaptured'>;
    const id = body.paymentId as PaymentId;
    const orderId = body.orderId as OrderId;
    await takeNews(tx, event.merchantId, { payment: { id, orderId, providerPaymentId: body.providerPaymentId, captured: true } });
    const sums = { captured: minor(body.captured), released: minor(body.released), children: childParts(body.children) };
    const day = moscowDay(new Date(event.occurredAt));
    return planFrom(tx, { event, orderId, settings, fact: { kind: 'captured', paymentId: id, ...sums, day, policy: settings.partialCapture } });
  };
