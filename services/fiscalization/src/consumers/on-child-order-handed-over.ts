import type { EventBody } from '@paygraph/schema/events/index';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { moscowDay } from '../domain/moscow-day';
import { markHandedOver } from '../storage/orders';
import { planFrom, type PlanSettings } from './plan-from';

/** The goods changed hands: the closing receipt is due, as soon as the money is taken. */
export const onChildOrderHandedOver =
  (settings: PlanSettings): Handler =>
  async (tx, event) => {
    const { orderId, childOrderId, handedOverAt } = event.body as EventBody<'orders.order.v1', 'ChildOrderHandedOver'>;
    await markHandedOver(tx, childOrderId, moscowDay(new Date(handedOverAt)));
    return planFrom(tx, { event, orderId, settings, fact: { kind: 'handed_over' } });
  };
