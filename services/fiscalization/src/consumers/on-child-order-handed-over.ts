import type { EventBody } from '@paygraph/schema/events/index';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { moscowDay } from '../domain/moscow-day';
import { takeNews } from '../use-cases/take-news';
import { planFrom, type PlanSettings } from './plan-from';

/** The goods changed hands: the closing receipt is due, as soon as the money is taken. */
export const onChildOrderHandedOver =
  (settings: PlanSettings): Handler =>
  async (tx, event) => {
    const { orderId, childOrderId, handedOverAt } = event.body as EventBody<'orders.order.v1', 'ChildOrderHandedOver'>;
    await takeNews(tx, event.merchantId, { handedOver: { childOrderId, day: moscowDay(new Date(handedOverAt)) } });
    return planFrom(tx, { event, orderId, settings, fact: { kind: 'handed_over' } });
  };
