import { once, type IdempotencyError } from '@paygraph/shared/db/idempotency';
import type { Tx } from '@paygraph/shared/db/sql';
import { derivedId, newId, type MerchantId, type OperationId, type PaymentId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { Change } from '../domain/change';
import type { LineAsk } from '../domain/composition';
import type { PaymentError } from '../domain/errors';
import { capabilityOf, type ContractFacts, type OrderFacts } from '../domain/facts';
import { requestCapture } from '../domain/request-capture';
import { requestRefund } from '../domain/request-refund';
import { requestVoid } from '../domain/request-void';
import { contractOf } from '../storage/contracts';
import { orderOf } from '../storage/orders';
import { lockPayment, type Locked } from '../storage/payments';
import { saveChange } from '../storage/save-change';
import type { Deps } from './deps';

export type Requested = Readonly<{ paymentId: PaymentId; operationId: OperationId }>;
export type RequestError = PaymentError | IdempotencyError;
type Place = Readonly<{ merchantId: MerchantId; idempotencyKey: string; paymentId: string }>;
type Facts = Readonly<{ locked: Locked; order: OrderFacts; contract: ContractFacts; operationId: OperationId; requestId: string }>;
type Decide = (facts: Facts) => Result<Change, PaymentError>;

const decideAndSave = async (tx: Tx, place: Place, { operation, decide }: { operation: string; decide: Decide }): Promise<Result<Requested, PaymentError>> => {
  const locked = await lockPayment(tx, place.paymentId);
  if (!locked) return err({ kind: 'PaymentNotFound', paymentId: place.paymentId });
  const { payment } = locked;
  const operationId = newId<OperationId>();
  const requestId = derivedId(place.merchantId, operation, place.idempotencyKey);
  const [order, contract] = await Promise.all([orderOf(tx, payment.orderId), contractOf(tx, payment.contractId)]);
  const change = decide({ locked, order, contract, operationId, requestId });
  if (!change.ok) return change;
  await saveChange(tx, locked, change.value);
  return ok({ paymentId: payment.id, operationId });
};

const requestOnce = ({ db }: Deps, place: Place, what: { operation: string; input: object; decide: Decide }): Promise<Result<Requested, RequestError>> => {
  const { merchantId, idempotencyKey: key, paymentId } = place;
  return db.transaction(merchantId, (tx) =>
    once<Requested, PaymentError>(tx, { merchantId, operation: what.operation, key, input: { paymentId, ...what.input } }, () => decideAndSave(tx, place, what)),
  );
};

/** Asks to take the hold, whole or in part, by a person's or a shop's wish. The call itself is made afterwards. */
export const capturePayment = (deps: Deps, { amount, ...place }: Place & { amount?: Minor }) =>
  requestOnce(deps, place, {
    operation: 'capturePayment',
    input: { amount },
    decide: ({ locked, order, contract, operationId, requestId }) =>
      requestCapture(locked, { order, capability: capabilityOf(contract, locked.payment.method), request: { operationId, requestId, amount, origin: 'request', reason: 'asked for' } }),
  });

export const voidPayment = (deps: Deps, { reason, ...place }: Place & { reason: string }) =>
  requestOnce(deps, place, {
    operation: 'voidPayment',
    input: { reason },
    decide: ({ locked, operationId, requestId }) => requestVoid(locked, { operationId, requestId, origin: 'request', reason }),
  });

/** Reserves a refund at once, so that hands at work together cannot pass what was captured; it is sent afterwards. */
export const refundPayment = (deps: Deps, { amount, lines, reason, ...place }: Place & { amount?: Minor; lines?: readonly LineAsk[]; reason: string }) =>
  requestOnce(deps, place, {
    operation: 'refundPayment',
    input: { amount, lines, reason },
    decide: ({ locked, contract, operationId, requestId }) =>
      requestRefund(locked, { capability: capabilityOf(contract, locked.payment.method), request: { operationId, requestId, amount, lines, origin: 'request', reason } }),
  });
