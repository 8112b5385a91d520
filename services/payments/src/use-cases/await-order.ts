import { setTimeout as pause } from 'node:timers/promises';
import type { MerchantId } from '@paygraph/shared/ids';
import type { OrderFacts } from '../domain/facts';
import { findOrder } from '../storage/orders';
import type { Deps } from './deps';

/** `customerId` is set when a buyer asks: only an order of this buyer exists for him. */
export type OrderAsk = Readonly<{ merchantId: MerchantId; customerId?: string; orderId: string }>;

const orderPollMs = 50;

export const isOfAnother = (order: OrderFacts, { customerId }: Pick<OrderAsk, 'customerId'>): boolean => customerId !== undefined && order.customerId !== customerId;

/**
 * The order comes by events; a shop that places it and asks about it at once may be a moment ahead of them. An order of another buyer is
 * waited for like one that nobody has: the answer must not tell that it is there. Null when it does not come in time.
 */
export const awaitOrder = async ({ db, settings }: Deps, ask: OrderAsk): Promise<OrderFacts | null> => {
  const deadline = Date.now() + settings.orderWaitMs;
  for (;;) {
    const order = await db.read(ask.merchantId, (sql) => findOrder(sql, ask.orderId));
    if (order && !isOfAnother(order, ask)) return order;
    if (Date.now() >= deadline) return null;
    await pause(orderPollMs);
  }
};
