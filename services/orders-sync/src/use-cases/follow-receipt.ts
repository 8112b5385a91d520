import type { Tx } from '@paygraph/shared/db/database';
import type { ChildOrderId, OrderId } from '@paygraph/shared/ids';
import { ok } from '@paygraph/shared/result';
import { tell, type Note } from '../domain/happening';
import { moveChild } from '../domain/move-child';
import { changeOrder } from './change-order';
import type { Desk } from './desk';

export type ReceiptNews = Readonly<{ orderId: OrderId; childOrderId: ChildOrderId; entry: Note; closesSale: boolean; at: Date }>;

/** Notes what happened to a receipt; a registered closing receipt completes its child order. `false`: the order is not known here. */
export const followReceipt = async (desk: Desk, tx: Tx, { orderId, childOrderId, entry, closesSale, at }: ReceiptNews): Promise<boolean> => {
  const result = await changeOrder(desk, tx, {
    orderId,
    reason: entry.kind,
    at,
    decide: (change) => {
      const noted = tell(change, { note: entry });
      return ok(closesSale ? moveChild(noted, { childOrderId, event: 'complete', reason: 'the closing receipt is registered', at }) : noted);
    },
  });
  return result.ok;
};
