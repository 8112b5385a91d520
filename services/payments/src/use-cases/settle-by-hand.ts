import { once, type IdempotencyError } from '@paygraph/shared/db/idempotency';
import type { Tx } from '@paygraph/shared/db/sql';
import type { MerchantId, PaymentId } from '@paygraph/shared/ids';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { PaymentError } from '../domain/errors';
import { settledByHand, type HandWord } from '../domain/settle-by-hand';
import { logHand } from '../storage/calls';
import { orderOf } from '../storage/orders';
import { lockPayment } from '../storage/payments';
import { saveChange } from '../storage/save-change';
import { pauseFor, type Deps } from './deps';

export type SettleAsk = Readonly<{ merchantId: MerchantId; idempotencyKey: string; paymentId: string; operationId: string; word: HandWord }>;
type Settled = Readonly<{ paymentId: PaymentId }>;

const settle = async (tx: Tx, deps: Deps, { merchantId, paymentId, operationId, word }: SettleAsk): Promise<Result<Settled, PaymentError>> => {
  const locked = await lockPayment(tx, paymentId);
  if (!locked) return err({ kind: 'PaymentNotFound', paymentId });
  const { payment, operations } = locked;
  const operation = operations.find(({ id }) => id === operationId);
  if (!operation) return err({ kind: 'OperationNotFound', operationId });
  const context = { order: await orderOf(tx, payment.orderId), firstLookMs: pauseFor(deps, 'poll', 0) };
  const change = settledByHand(locked, operation, { word, context });
  if (!change.ok) return change;
  await saveChange(tx, locked, change.value);
  await logHand(tx, { merchantId, paymentId: payment.id, operationId: operation.id }, { action: operation.kind, request: word });
  tx.afterCommit(() => deps.signals.fire(payment.id));
  return ok({ paymentId: payment.id });
};

/** Settles, by a person's word, an operation of which the provider's own word makes no sense. Who, what and why go to the bank event log. */
export const settleByHand = (deps: Deps, ask: SettleAsk): Promise<Result<Settled, PaymentError | IdempotencyError>> => {
  const { merchantId, idempotencyKey: key, ...input } = ask;
  return deps.db.transaction(merchantId, (tx) => once<Settled, PaymentError>(tx, { merchantId, operation: 'settleOperation', key, input }, () => settle(tx, deps, ask)));
};
