import { z } from 'zod';
import { amount, at, childPart, currency, id, linePart, orderLine, sealed } from './parts';

const order = { orderId: id };
const child = { orderId: id, childOrderId: id };

export const OrderPlaced = z.object({
  ...order,
  number: z.string(),
  customerId: id.nullable(),
  currency,
  total: amount,
  /** E-mail or phone of the buyer, sealed for each service that has to use it: events carry nothing personal in the clear. */
  sealedContact: z.object({ payments: sealed, fiscalization: sealed }),
  children: z.array(
    z.object({
      childOrderId: id,
      number: z.string(),
      legalEntityId: id,
      warehouseId: id,
      vendorId: id.nullable(),
      total: amount,
      lines: z.array(orderLine).min(1),
    }),
  ),
});

export const orderStatus = z.enum(['placed', 'awaiting_payment', 'payment_secured', 'picked', 'paid', 'in_delivery', 'delivered', 'completed', 'payment_failed', 'cancelled', 'returned']);
export const childStatus = z.enum(['placed', 'ready_to_pick', 'picked', 'in_delivery', 'handed_over', 'completed', 'cancelled', 'returning', 'returned']);

export const OrderStatusChanged = z.object({ ...order, from: orderStatus, to: orderStatus, reason: z.string() });
export const ChildOrderStatusChanged = z.object({ ...child, from: childStatus, to: childStatus, reason: z.string() });

/** The warehouse said what it has. A line that is missing, or smaller, stays with the warehouse and its money with the buyer. */
export const ChildOrderPicked = z.object({ ...child, total: amount, full: z.boolean(), lines: z.array(linePart) });

/** All children are picked: take this much of the hold. `requestId` names the request; a repeat of it changes nothing. */
export const OrderCaptureRequested = z.object({ ...order, requestId: id, total: amount, children: z.array(childPart) });
export const OrderVoidRequested = z.object({ ...order, requestId: id, reason: z.string() });
export const OrderRefundRequested = z.object({ ...order, requestId: id, total: amount, children: z.array(childPart), reason: z.string() });

/** The goods changed hands, which is when 54-FZ wants the closing receipt. */
export const ChildOrderHandedOver = z.object({ ...child, handedOverAt: at });
export const ChildOrderReturned = z.object({ ...child, returnedAt: at });

export const ordersOrder = {
  topic: 'orders.order.v1',
  writer: 'orders-sync',
  compacted: false,
  about: 'What happens to an order and its child orders, key = order id.',
  types: { OrderPlaced, OrderStatusChanged, ChildOrderStatusChanged, ChildOrderPicked, OrderCaptureRequested, OrderVoidRequested, OrderRefundRequested, ChildOrderHandedOver, ChildOrderReturned },
} as const;

export const deliveryKind = z.enum([
  'registered', 'accepted', 'in_transit', 'arrived', 'out_for_delivery', 'attempt_failed', 'handed_over', 'partially_handed_over',
  'refused', 'return_started', 'returned_to_sender', 'lost', 'cancelled', 'withdrawn', 'unknown',
]);

export const DeliverySignalReceived = z.object({ ...child, signalId: z.string(), carrier: z.string(), shipmentId: z.string(), kind: deliveryKind, occurredAt: at });

export const ordersDelivery = {
  topic: 'orders.delivery.v1',
  writer: 'orders-sync',
  compacted: false,
  about: 'What carriers told about the parcel of a child order, key = child order id.',
  types: { DeliverySignalReceived },
} as const;

/** One numbered line of an order's history. `facts` holds short public values (sums, statuses, receipt numbers), never personal data. */
export const TimelineEntryAdded = z.object({
  ...order,
  seq: z.int().positive(),
  childOrderId: id.nullable(),
  kind: z.string(),
  happenedAt: at,
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export const ordersTimeline = {
  topic: 'orders.timeline.v1',
  writer: 'orders-sync',
  compacted: false,
  about: 'The history of each order out of all topics, numbered without gaps, key = order id.',
  types: { TimelineEntryAdded },
} as const;
