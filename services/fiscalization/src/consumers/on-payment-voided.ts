import type { EventBody } from '@paygraph/schema/events/index';
import type { PaymentId } from '@paygraph/shared/ids';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { minor } from '@paygraph/shared/money';
import { planFrom, type PlanSettings } from './plan-from';

/** The hold was let go: its receipts are returned. */
export const onPaymentVoided =
  (settings: PlanSettings): Handler =>
  (tx, event) => {
    const { paymentId, orderId, released } = event.body as EventBody<'payments.payment.v1', 'PaymentVoided'>;
    return planFrom(tx, { event, orderId, settings, fact: { kind: 'voided', paymentId: paymentId as PaymentId, released: minor(released) } });
  };
