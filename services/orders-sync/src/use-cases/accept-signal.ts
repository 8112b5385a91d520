import { ordersDelivery } from '@paygraph/schema/events/orders';
import type { Tx } from '@paygraph/shared/db/database';
import type { MerchantId } from '@paygraph/shared/ids';
import type { NewEvent } from '@paygraph/shared/messaging/events';
import type { DeliverySignal } from '../domain/delivery-signals';
import { followSignal } from '../domain/follow-delivery';
import { note, tell, unchanged, type Told } from '../domain/happening';
import { childOf } from '../domain/order';
import { refold } from '../domain/refold';
import { attachSignal, lockSignal, matchOf, storeRaw, type Match } from '../storage/delivery-signals';
import { lockOrder } from '../storage/load-order';
import type { Desk } from './desk';
import { writeChange } from './write-change';

export type SignalDelivery = Readonly<{ merchantId: MerchantId; source: string; raw: Buffer; signal: DeliverySignal }>;
export type SignalOutcome = 'applied' | 'repeated' | 'unmatched';

const received = (signal: DeliverySignal, { orderId, childOrderId }: Match): object => ({
  orderId, childOrderId, signalId: signal.signalId, carrier: signal.carrier, shipmentId: signal.shipmentId, kind: signal.kind, occurredAt: signal.occurredAt.toISOString(),
});

// Buyers watch for "delivered"; what came back to its sender is said by its own kind.
const entryFor = (signal: DeliverySignal, { childOrderId }: Match): Told => {
  const isDelivered = signal.kind === 'handed_over' && signal.direction === 'forward';
  return note(`delivery.${isDelivered ? 'delivered' : signal.kind}`, { carrier: signal.carrier, shipmentId: signal.shipmentId, occurredAt: signal.occurredAt.toISOString() }, childOrderId);
};

const apply = async (desk: Desk, tx: Tx, { id, match, signal }: { id: string; match: Match; signal: DeliverySignal }): Promise<SignalOutcome> => {
  const before = await lockOrder(tx, match.orderId);
  const child = before && childOf(before.order, match.childOrderId);
  if (!before || !child) return 'unmatched';
  await attachSignal(tx, id, { signal, childOrderId: child.id, position: child.signals.length });
  const noted = tell(unchanged(before.order), entryFor(signal, match));
  const change = refold(followSignal(noted, child.id, signal), `delivery.${signal.kind}`);
  const event: NewEvent = {
    topic: ordersDelivery.topic, type: 'DeliverySignalReceived', aggregateId: child.id, aggregateVersion: (before.deliveryVersions.get(child.id) ?? 0) + 1,
    merchantId: before.order.merchantId, body: received(signal, match),
  };
  await writeChange(desk, tx, { before, change, at: signal.occurredAt, also: [event] });
  return 'applied';
};

/**
 * Keeps an authentic signal as it came, in a transaction of its own: whatever happens afterwards, the evidence stays. Then its child
 * order follows it. A repeat changes nothing; one that matched no order before is tried again.
 */
export const acceptSignal = async (desk: Desk, { merchantId, source, raw, signal }: SignalDelivery): Promise<SignalOutcome> => {
  const id = await desk.db.transaction(merchantId, (tx) => storeRaw(tx, { merchantId, source, signalId: signal.signalId, raw }));
  return desk.db.transaction(merchantId, async (tx) => {
    if (await lockSignal(tx, id)) return 'repeated';
    const match = await matchOf(tx, signal.orderRef);
    return match ? apply(desk, tx, { id, match, signal }) : 'unmatched';
  });
};
