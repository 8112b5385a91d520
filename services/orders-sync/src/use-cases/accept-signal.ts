import type { MerchantId } from '@paygraph/shared/ids';
import type { DeliverySignal } from '../domain/delivery-signals';
import { childOf } from '../domain/order';
import { lockSignal, matchOf, storeRaw } from '../storage/delivery-signals';
import { lockOrder } from '../storage/load-order';
import { applySignal } from './apply-signal';
import type { Desk } from './desk';

export type SignalDelivery = Readonly<{ merchantId: MerchantId; source: string; raw: Buffer; signal: DeliverySignal }>;
export type SignalOutcome = 'applied' | 'repeated' | 'unmatched';

/**
 * Keeps an authentic signal as it came, in a transaction of its own: whatever happens afterwards, the evidence stays. Then its child
 * order follows it. A repeat changes nothing; one that matched no order before is tried again.
 */
export const acceptSignal = async (desk: Desk, { merchantId, source, raw, signal }: SignalDelivery): Promise<SignalOutcome> => {
  const id = await desk.db.transaction(merchantId, (tx) => storeRaw(tx, { merchantId, source, signalId: signal.signalId, raw }));
  return desk.db.transaction(merchantId, async (tx) => {
    if (await lockSignal(tx, id)) return 'repeated';
    const match = await matchOf(tx, signal.orderRef);
    const before = match && (await lockOrder(tx, match.orderId));
    const child = before && childOf(before.order, match.childOrderId);
    if (!before || !child) return 'unmatched';
    await applySignal(desk, tx, { id, before, child, signal });
    return 'applied';
  });
};
