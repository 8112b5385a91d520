import { ordersOrder } from '@paygraph/schema/events/orders';
import type { ChildOrderId, OrderId } from '@paygraph/shared/ids';
import type { FactValue, Happening, Note, Told } from '../domain/happening';
import type { OrderStatus } from '../domain/order-status';

export type OrderEvent = Readonly<{ type: keyof typeof ordersOrder.types; body: object }>;

const bodyOf = (orderId: OrderId, { kind: _, ...fields }: Happening): object => {
  const dates = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]));
  return { orderId, ...dates };
};

/** The event of orders.order.v1 for what happened; a note is none. */
export const eventOf = (orderId: OrderId, told: Told): OrderEvent | null => ('happening' in told ? { type: told.happening.kind, body: bodyOf(orderId, told.happening) } : null);

const line = (kind: string, facts: Record<string, FactValue>, childOrderId: ChildOrderId | null = null): Note => ({ kind, facts, childOrderId });

// The other statuses follow entries that say more: payment.authorized, picking.confirmed, delivery.<kind>.
const worthALine: readonly OrderStatus[] = ['delivered', 'completed', 'cancelled', 'returned', 'payment_failed'];

const entryOfHappening = (happening: Happening): Note | null => {
  switch (happening.kind) {
    case 'OrderStatusChanged':
      return worthALine.includes(happening.to) ? line(`order.${happening.to}`, { from: happening.from, reason: happening.reason }) : null;
    case 'ChildOrderPicked':
      return line('picking.confirmed', { amount: happening.total, full: happening.full }, happening.childOrderId);
    case 'OrderCaptureRequested':
      return line('payment.capture_requested', { amount: happening.total });
    case 'OrderVoidRequested':
      return line('payment.void_requested', { reason: happening.reason });
    case 'OrderRefundRequested':
      return line('payment.refund_requested', { amount: happening.total, reason: happening.reason });
    case 'ChildOrderReturned':
      return line('child.returned', {}, happening.childOrderId);
    case 'ChildOrderStatusChanged':
    case 'ChildOrderHandedOver':
      return null;
  }
};

/** The line of the history for what happened, `null` where another line says it already. */
export const entryOf = (told: Told): Note | null => ('note' in told ? told.note : entryOfHappening(told.happening));
