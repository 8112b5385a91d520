import type { Tx } from '@paygraph/shared/db/database';
import { once, type IdempotencyError } from '@paygraph/shared/db/idempotency';
import type { Actor } from '@paygraph/shared/identity';
import type { ChildOrderId, OrderId } from '@paygraph/shared/ids';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { ChildStatus } from '../domain/child-status';
import { staffCarrier, type DeliverySignal, type SignalKind } from '../domain/delivery-signals';
import { childOf } from '../domain/order';
import { notAllowed, type Refusal } from '../domain/refusals';
import { problem } from '../domain/words';
import { storeRaw } from '../storage/delivery-signals';
import { lockOrder } from '../storage/load-order';
import { applySignal } from './apply-signal';
import type { Changed } from './change-once';
import type { Desk } from './desk';
import { findByChild } from './find-order';

export type RecordDelivery = Readonly<{ actor: Actor; idempotencyKey: string; childOrderId: string; kind: SignalKind; occurredAt: Date | null }>;

const sent: readonly ChildStatus[] = ['picked', 'in_delivery', 'handed_over', 'returning'];
const clockSkewMs = 60_000;
const oldestMs = 366 * 86_400_000;

const signalOf = ({ idempotencyKey, childOrderId, kind }: RecordDelivery, occurredAt: Date): DeliverySignal => ({
  signalId: idempotencyKey, carrier: staffCarrier, shipmentId: childOrderId, orderRef: childOrderId, direction: kind === 'returned_to_sender' ? 'return' : 'forward', kind, occurredAt,
});

const record = async (desk: Desk, tx: Tx, { ask, orderId, occurredAt }: { ask: RecordDelivery; orderId: OrderId; occurredAt: Date }): Promise<Result<Changed, Refusal>> => {
  const before = await lockOrder(tx, orderId);
  const child = before && childOf(before.order, ask.childOrderId as ChildOrderId);
  if (!before || !child) return err({ kind: 'Missing', entity: 'ChildOrder', id: ask.childOrderId });
  if (!sent.includes(child.status)) return err(notAllowed(child.status, 'Delivery is recorded for a child order that is picked and not yet completed; confirm the picking first.'));
  const signal = signalOf(ask, occurredAt);
  const raw = Buffer.from(JSON.stringify({ ...signal, by: ask.actor.subject, role: ask.actor.role }));
  const id = await storeRaw(tx, { merchantId: ask.actor.merchantId, source: staffCarrier, signalId: signal.signalId, raw });
  await applySignal(desk, tx, { id, before, child, signal });
  return ok({ orderId });
};

/** The merchant's own courier, pick-up point or staff tell what became of a child order; who said it is kept with it. */
export const recordDelivery = async (desk: Desk, ask: RecordDelivery): Promise<Result<Changed, Refusal | IdempotencyError>> => {
  const { actor, idempotencyKey: key, childOrderId, kind } = ask;
  const now = desk.clock();
  const occurredAt = ask.occurredAt ?? now;
  const age = now.getTime() - occurredAt.getTime();
  if (age < -clockSkewMs || age > oldestMs) return err(problem('occurredAt', 'must be a moment of the last year and not in the future'));
  return desk.db.transaction(actor.merchantId, (tx) =>
    once(tx, { merchantId: actor.merchantId, operation: 'recordDelivery', key, input: { childOrderId, kind, occurredAt: ask.occurredAt } }, async (): Promise<Result<Changed, Refusal>> => {
      const orderId = await findByChild(actor, childOrderId)(tx);
      return orderId.ok ? record(desk, tx, { ask, orderId: orderId.value, occurredAt }) : orderId;
    }));
};
