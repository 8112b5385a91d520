import type { IdempotencyError } from '@paygraph/shared/db/idempotency';
import type { Actor } from '@paygraph/shared/identity';
import type { Result } from '@paygraph/shared/result';
import { cancelOrder as cancel } from '../domain/cancel-order';
import type { Refusal } from '../domain/refusals';
import { changeOnce, type Changed } from './change-once';
import type { Desk } from './desk';
import { findById } from './find-order';
import { readReason } from './read-reason';

export type CancelOrder = Readonly<{ actor: Actor; idempotencyKey: string; orderId: string; reason: string }>;

/** Calls off what has not left the warehouse; money that is held or taken goes back. */
export const cancelOrder = async (desk: Desk, { actor, idempotencyKey, orderId, reason: given }: CancelOrder): Promise<Result<Changed, Refusal | IdempotencyError>> => {
  const reason = readReason(given);
  if (!reason.ok) return reason;
  return changeOnce<Refusal>(desk, {
    merchantId: actor.merchantId,
    operation: 'cancelOrder',
    key: idempotencyKey,
    input: { orderId, reason: given },
    reason: reason.value,
    find: findById(orderId),
    decide: (change) => cancel(change, { reason: reason.value, at: desk.clock() }),
  });
};
