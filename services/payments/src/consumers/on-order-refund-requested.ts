import type { EventBody } from '@paygraph/schema/events/index';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { refundForOrder } from '../use-cases/order-requests';
import { partsOf } from './parts';

export const onOrderRefundRequested: Handler = (tx, event) => {
  const { orderId, requestId, reason, children } = event.body as EventBody<'orders.order.v1', 'OrderRefundRequested'>;
  return refundForOrder(tx, { orderId, requestId, reason, children: partsOf(children) });
};
