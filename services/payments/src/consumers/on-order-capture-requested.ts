import type { EventBody } from '@paygraph/schema/events/index';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { minor } from '@paygraph/shared/money';
import { captureForOrder } from '../use-cases/order-requests';
import { partsOf } from './parts';

export const onOrderCaptureRequested: Handler = (tx, event) => {
  const { total, children, ...wish } = event.body as EventBody<'orders.order.v1', 'OrderCaptureRequested'>;
  return captureForOrder(tx, { ...wish, reason: 'the order is picked', total: minor(total), children: partsOf(children) });
};
