import type { IdempotencyError } from '@paygraph/shared/db/idempotency';
import type { Actor } from '@paygraph/shared/identity';
import type { ChildOrderId } from '@paygraph/shared/ids';
import { err, type Result } from '@paygraph/shared/result';
import type { LineQuantity } from '../domain/line-quantities';
import { childOf } from '../domain/order';
import type { Refusal } from '../domain/refusals';
import { returnLines } from '../domain/return-lines';
import { changeOnce, type Changed } from './change-once';
import type { Desk } from './desk';
import { findByChild } from './find-order';
import { readReason } from './read-reason';

export type RequestReturn = Readonly<{ actor: Actor; idempotencyKey: string; childOrderId: string; lines: readonly LineQuantity[]; reason: string }>;

/** Goods come back, or are not wanted any more; what was paid for them goes back to the buyer. */
export const requestReturn = async (desk: Desk, { actor, idempotencyKey, childOrderId, lines, reason: given }: RequestReturn): Promise<Result<Changed, Refusal | IdempotencyError>> => {
  const reason = readReason(given);
  if (!reason.ok) return reason;
  return changeOnce<Refusal>(desk, {
    merchantId: actor.merchantId,
    operation: 'requestReturn',
    key: idempotencyKey,
    input: { childOrderId, lines, reason: given },
    reason: reason.value,
    find: findByChild(actor, childOrderId),
    decide: (change) => {
      const child = childOf(change.order, childOrderId as ChildOrderId);
      return child ? returnLines(change, { child, lines, reason: reason.value, at: desk.clock() }) : err({ kind: 'Missing', entity: 'ChildOrder', id: childOrderId });
    },
  });
};
