import { ordersDelivery } from '@paygraph/schema/events/orders';
import type { Tx } from '@paygraph/shared/db/database';
import type { NewEvent } from '@paygraph/shared/messaging/events';
import type { DeliverySignal } from '../domain/delivery-signals';
import { followSignal } from '../domain/follow-delivery';
import { note, tell, unchanged, type Told } from '../domain/happening';
import type { Child } from '../domain/order';
import { refold } from '../domain/refold';
import { attachSignal } from '../storage/delivery-signals';
import type { StoredOrder } from '../storage/load-order';
import type { Desk } from './desk';
import { writeChange } from './write-change';

const bodyOf = ({ order }: StoredOrder, { id }: Child, signal: DeliverySignal): object => ({
  orderId: order.id, childOrderId: id, signalId: signal.signalId, carrier: signal.carrier, shipmentId: signal.shipmentId, kind: signal.kind, occurredAt: signal.occurredAt.toISOString(),
});

// Buyers watch for "delivered"; what came back to its sender is said by its own kind.
const entryFor = (signal: DeliverySignal, { id }: Child): Told => {
  const isDelivered = signal.kind === 'handed_over' && signal.direction === 'forward';
  return note(`delivery.${isDelivered ? 'delivered' : signal.kind}`, { carrier: signal.carrier, shipmentId: signal.shipmentId, occurredAt: signal.occurredAt.toISOString() }, id);
};

export type SignalOf = Readonly<{ id: string; before: StoredOrder; child: Child; signal: DeliverySignal }>;

/** Writes a kept signal to the child order of a locked order and lets the order follow it. */
export const applySignal = async (desk: Desk, tx: Tx, { id, before, child, signal }: SignalOf): Promise<void> => {
  await attachSignal(tx, id, { signal, childOrderId: child.id, position: child.signals.length });
  const noted = tell(unchanged(before.order), entryFor(signal, child));
  const change = refold(followSignal(noted, child.id, signal), `delivery.${signal.kind}`);
  const event: NewEvent = {
    topic: ordersDelivery.topic, type: 'DeliverySignalReceived', aggregateId: child.id, aggregateVersion: (before.deliveryVersions.get(child.id) ?? 0) + 1,
    merchantId: before.order.merchantId, body: bodyOf(before, child, signal),
  };
  await writeChange(desk, tx, { before, change, at: signal.occurredAt, also: [event] });
};
