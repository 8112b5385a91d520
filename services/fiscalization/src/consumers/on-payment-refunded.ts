import type { EventBody } from '@paygraph/schema/events/index';
import type { PaymentId } from '@paygraph/shared/ids';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { minor } from '@paygraph/shared/money';
import { childParts } from './parts';
import { planFrom, type PlanSettings } from './plan-from';

/** Money went back: a receipt of return, of the prepayment or of the settlement. */
export const onPaymentRefunded =
  (settings: PlanSettings): Handler =>
  (tx, event) => {
    const { paymentId, orderId, amount, children, byLines = true } = event.body as EventBody<'payments.payment.v1', 'PaymentRefunded'>;
    const fact = { kind: 'refunded', paymentId: paymentId as PaymentId, amount: minor(amount), children: childParts(children), byLines } as const;
    return planFrom(tx, { event, orderId, settings, fact });
  };
