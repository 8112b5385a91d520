import type { Tx } from '@paygraph/shared/db/sql';
import type { MerchantId } from '@paygraph/shared/ids';
import { insertChild, insertOrder, type NewChild, type OrderRow } from '../storage/orders';

export type TakenOrder = Readonly<{ merchantId: MerchantId; order: OrderRow; children: readonly NewChild['child'][] }>;

/** Keeps what was ordered: receipts are made of it, whatever is said later says only how much of it. */
export const takeOrder = async (tx: Tx, { merchantId, order, children }: TakenOrder): Promise<void> => {
  await insertOrder(tx, merchantId, order);
  for (const [position, child] of children.entries()) await insertChild(tx, { merchantId, orderId: order.id, position, child });
};
