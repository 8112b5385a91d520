import type { Tx } from '@paygraph/shared/db/database';
import type { Actor } from '@paygraph/shared/identity';
import { isUuid, type ChildOrderId, type OrderId } from '@paygraph/shared/ids';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { Missing } from '../domain/refusals';

const missingChild = (id: string): Result<never, Missing> => err({ kind: 'Missing', entity: 'ChildOrder', id });

/** The order of a child order that the actor may act on: a vendor only on its own. Foreign and unknown look the same. */
export const findByChild = (actor: Actor, childOrderId: string) => async (tx: Tx): Promise<Result<OrderId, Missing>> => {
  if (!isUuid(childOrderId)) return missingChild(childOrderId);
  const [row] = await tx.query<{ order_id: OrderId; vendor_id: string | null }>('SELECT order_id, vendor_id FROM child_order WHERE id = $1', [childOrderId as ChildOrderId]);
  const isOwn = actor.role !== 'VENDOR' || (actor.vendorId !== undefined && row?.vendor_id === actor.vendorId);
  return row && isOwn ? ok(row.order_id) : missingChild(childOrderId);
};

/** Whether the order exists is told by locking it. */
export const findById = (orderId: string) => (): Promise<Result<OrderId, Missing>> =>
  Promise.resolve(isUuid(orderId) ? ok(orderId as OrderId) : err({ kind: 'Missing', entity: 'Order', id: orderId }));
