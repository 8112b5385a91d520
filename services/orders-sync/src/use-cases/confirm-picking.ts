import type { IdempotencyError } from '@paygraph/shared/db/idempotency';
import type { Actor } from '@paygraph/shared/identity';
import type { ChildOrderId } from '@paygraph/shared/ids';
import { err, type Result } from '@paygraph/shared/result';
import type { LineQuantity } from '../domain/line-quantities';
import { childOf } from '../domain/order';
import { pickChild } from '../domain/pick-child';
import type { Refusal } from '../domain/refusals';
import { problem } from '../domain/words';
import { changeOnce, type Changed } from './change-once';
import type { Desk } from './desk';
import { findByChild } from './find-order';

export type ConfirmPicking = Readonly<{ actor: Actor; idempotencyKey: string; childOrderId: string; full: boolean; lines: readonly LineQuantity[] | null }>;

/** The warehouse (or the vendor, for its own) tells what it has. */
export const confirmPicking = async (desk: Desk, { actor, idempotencyKey, childOrderId, full, lines }: ConfirmPicking): Promise<Result<Changed, Refusal | IdempotencyError>> => {
  if (full === (lines !== null)) return err(problem('lines', 'Give either full: true or the lines that were picked, not both and not neither'));
  return changeOnce<Refusal>(desk, {
    merchantId: actor.merchantId,
    operation: 'confirmPicking',
    key: idempotencyKey,
    input: { childOrderId, full, lines },
    reason: 'picking',
    find: findByChild(actor, childOrderId),
    decide: (change) => {
      const child = childOf(change.order, childOrderId as ChildOrderId);
      return child ? pickChild(change, { child, picked: lines ?? 'full', at: desk.clock() }) : err({ kind: 'Missing', entity: 'ChildOrder', id: childOrderId });
    },
  });
};
