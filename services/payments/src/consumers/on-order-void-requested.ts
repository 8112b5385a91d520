import type { EventBody } from '@paygraph/schema/events/index';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { voidForOrder } from '../use-cases/order-requests';

export const onOrderVoidRequested: Handler = (tx, event) => voidForOrder(tx, event.body as EventBody<'orders.order.v1', 'OrderVoidRequested'>);
