import type { IdempotencyError } from '@paygraph/shared/db/idempotency';
import type { Result } from '@paygraph/shared/result';
import type { Refusal } from '../domain/refusals';
import { failed, type Failed } from './answer';
import { loadShown, type Shown } from './load';
import type { Order } from './order.type';
import { orderView } from './views';

type Done = Readonly<{ orderId: string }>;

/** The order as it is after a change that succeeded, or what was wrong. */
export const changedOrder = async <S>(
  shown: Shown, result: Result<Done, Refusal | IdempotencyError>, success: (order: Order) => S,
): Promise<S | Failed> => {
  if (!result.ok) return failed(result.error);
  const order = await loadShown(shown, result.value.orderId);
  if (!order) throw new Error('An order that was just changed cannot be read by who changed it');
  return success(orderView(order));
};
