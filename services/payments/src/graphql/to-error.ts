import type { IdempotencyError } from '@paygraph/shared/db/idempotency';
import { IdempotencyConflict, idempotencyConflict, NotFound, notFound, ValidationFailed, validationFailed } from '@paygraph/shared/graphql/errors';
import { toMoney } from '@paygraph/shared/graphql/money';
import { formatMinor, minor } from '@paygraph/shared/money';
import type { PaymentError } from '../domain/errors';
import { AmountTooLarge, CapabilityMissing, NoSuitableContract, NotReadyYet, OperationNotInDoubt, OrderAlreadyPaid, OrderIsCancelled, PaymentNotAllowedNow } from './errors.type';

export type GraphError =
  | NotFound | ValidationFailed | IdempotencyConflict | NotReadyYet | OrderIsCancelled | OrderAlreadyPaid | NoSuitableContract | CapabilityMissing
  | PaymentNotAllowedNow | AmountTooLarge | OperationNotInDoubt;

const verbs = { NotCapturable: 'captured', NotVoidable: 'voided', NotRefundable: 'refunded' } as const;
const ways = { NotCapturable: 'only an authorized payment can be', NotVoidable: 'only an authorized payment can be; return taken money by a refund', NotRefundable: 'only captured money can be; give a hold back by a void' } as const;

const notAllowed = ({ kind, state }: Extract<PaymentError, { kind: 'NotCapturable' | 'NotVoidable' | 'NotRefundable' }>): PaymentNotAllowedNow =>
  Object.assign(new PaymentNotAllowedNow(), { code: 'PAYMENT_NOT_ALLOWED_NOW', state, message: `A payment that is ${state} cannot be ${verbs[kind]}: ${ways[kind]}.` });

const tooLarge = (available: number): AmountTooLarge =>
  Object.assign(new AmountTooLarge(), {
    code: 'AMOUNT_TOO_LARGE', available: toMoney(minor(available)), message: `At most ${formatMinor(minor(available))} roubles are there: ask for that or less.`,
  });

const notInDoubt = ({ state }: Extract<PaymentError, { kind: 'OperationNotInDoubt' }>): OperationNotInDoubt =>
  Object.assign(new OperationNotInDoubt(), { code: 'OPERATION_NOT_IN_DOUBT', state, message: `The operation is ${state} and not in doubt; follow the payment.` });

const ofOrder = (error: Extract<PaymentError, { kind: 'NotReadyYet' | 'OrderCancelled' | 'OrderAlreadyPaid' }>): GraphError => {
  switch (error.kind) {
    case 'NotReadyYet':
      return Object.assign(new NotReadyYet(), { code: 'NOT_READY_YET', orderId: error.orderId, message: 'The order has not reached the payments service yet; repeat the same request in a moment.' });
    case 'OrderCancelled':
      return Object.assign(new OrderIsCancelled(), { code: 'ORDER_IS_CANCELLED', orderId: error.orderId, message: 'The order was cancelled; place a new one to pay.' });
    case 'OrderAlreadyPaid':
      return Object.assign(new OrderAlreadyPaid(), { code: 'ORDER_ALREADY_PAID', paymentId: error.paymentId, message: 'The order is paid already; see the payment named here.' });
  }
};

const ofContract = (error: Extract<PaymentError, { kind: 'NoContract' | 'CannotDo' }>): GraphError =>
  error.kind === 'NoContract'
    ? Object.assign(new NoSuitableContract(), { code: 'NO_SUITABLE_CONTRACT', explanation: error.explanation, message: 'No contract can take this payment; the explanation says why of each.' })
    : Object.assign(new CapabilityMissing(), { code: 'CAPABILITY_MISSING', capability: error.capability, message: `The contract does not offer ${error.capability}; ask for the whole, or configure a contract that does.` });

const notFoundHere = (error: Extract<PaymentError, { kind: 'PaymentNotFound' | 'OrderNotFound' | 'OperationNotFound' }>): NotFound => {
  switch (error.kind) {
    case 'PaymentNotFound': return notFound({ entity: 'Payment', id: error.paymentId });
    case 'OrderNotFound': return notFound({ entity: 'Order', id: error.orderId });
    case 'OperationNotFound': return notFound({ entity: 'PaymentOperation', id: error.operationId });
  }
};

const badInput = (error: Extract<PaymentError | IdempotencyError, { kind: 'BadAmount' | 'CannotSettle' | 'NotInOrder' | 'BadIdempotencyKey' }>): ValidationFailed => {
  switch (error.kind) {
    case 'BadAmount':
    case 'CannotSettle': return validationFailed({ field: error.field, message: error.rule });
    case 'NotInOrder': return validationFailed({ field: 'lines', message: `${error.rule} (child order ${error.childOrderId}, line ${error.lineId ?? 'any'})` });
    case 'BadIdempotencyKey': return validationFailed({ field: 'idempotencyKey', message: 'Give 1 to 255 printable ASCII characters.' });
  }
};

type Known = PaymentError | IdempotencyError;
type Maker<K extends Known['kind']> = (error: Extract<Known, { kind: K }>) => GraphError;

/** One row a kind: a kind without a row does not compile. */
const makers: { readonly [K in Known['kind']]: Maker<K> } = {
  PaymentNotFound: notFoundHere,
  OrderNotFound: notFoundHere,
  NotReadyYet: ofOrder,
  OrderCancelled: ofOrder,
  OrderAlreadyPaid: ofOrder,
  NoContract: ofContract,
  CannotDo: ofContract,
  BadAmount: badInput,
  NotInOrder: badInput,
  BadIdempotencyKey: badInput,
  OperationNotFound: notFoundHere,
  OperationNotInDoubt: notInDoubt,
  CannotSettle: badInput,
  NotCapturable: notAllowed,
  NotVoidable: notAllowed,
  NotRefundable: notAllowed,
  AmountTooLarge: ({ available }) => tooLarge(available),
  IdempotencyConflict: idempotencyConflict,
};

/** An expected failure as the member of a result union that stands for it. */
export const toGraphError = (error: Known): GraphError => (makers[error.kind] as (error: Known) => GraphError)(error);
