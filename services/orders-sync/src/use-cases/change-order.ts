import type { Tx } from '@paygraph/shared/db/database';
import type { OrderId } from '@paygraph/shared/ids';
import { err, ok, type Result } from '@paygraph/shared/result';
import { unchanged, type Change } from '../domain/happening';
import type { Order } from '../domain/order';
import { refold } from '../domain/refold';
import type { Missing } from '../domain/refusals';
import { lockOrder } from '../storage/load-order';
import type { Desk } from './desk';
import { writeChange } from './write-change';

export type Decision<E> = Readonly<{ orderId: OrderId; reason: string; at: Date; decide: (change: Change) => Result<Change, E> }>;

/**
 * Every change of an order goes this way: its row is locked first, `decide` says what changes, the parent's status and the money
 * follow, and all of it is written together. Refusals write nothing.
 */
export const changeOrder = async <E>(desk: Desk, tx: Tx, { orderId, reason, at, decide }: Decision<E>): Promise<Result<Order, E | Missing>> => {
  const before = await lockOrder(tx, orderId);
  if (!before) return err({ kind: 'Missing', entity: 'Order', id: orderId });
  const decided = decide(unchanged(before.order));
  if (!decided.ok) return decided;
  const change = refold(decided.value, reason);
  await writeChange(desk, tx, { before, change, at });
  return ok(change.order);
};
