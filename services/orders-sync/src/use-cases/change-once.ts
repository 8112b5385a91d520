import { once, type IdempotencyError } from '@paygraph/shared/db/idempotency';
import type { Tx } from '@paygraph/shared/db/database';
import type { MerchantId, OrderId } from '@paygraph/shared/ids';
import { ok, type Result } from '@paygraph/shared/result';
import type { Change } from '../domain/happening';
import type { Missing, Refusal } from '../domain/refusals';
import { changeOrder } from './change-order';
import type { Desk } from './desk';

export type Mutation<E> = Readonly<{
  merchantId: MerchantId;
  operation: string;
  key: string;
  input: unknown;
  reason: string;
  /** Finds the order and checks that the actor may change it. */
  find: (tx: Tx) => Promise<Result<OrderId, Missing>>;
  decide: (change: Change) => Result<Change, E>;
}>;

export type Changed = Readonly<{ orderId: OrderId }>;

/** A change of an order that is done once for an idempotency key; a repeat gets the first answer. */
export const changeOnce = <E extends Refusal>(desk: Desk, mutation: Mutation<E>): Promise<Result<Changed, E | Missing | IdempotencyError>> => {
  const { merchantId, operation, key, input, reason, find, decide } = mutation;
  return desk.db.transaction(merchantId, (tx) =>
    once(tx, { merchantId, operation, key, input }, async (): Promise<Result<Changed, E | Missing>> => {
      const orderId = await find(tx);
      if (!orderId.ok) return orderId;
      const changed = await changeOrder(desk, tx, { orderId: orderId.value, reason, at: desk.clock(), decide });
      return changed.ok ? ok({ orderId: changed.value.id }) : changed;
    }));
};
