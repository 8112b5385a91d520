import type { CompositionError } from './composition';
import type { OperationState } from './operation';
import type { RoutingError } from './routing';

/** Everything a request about a payment can be refused for. */
export type PaymentError =
  | { kind: 'PaymentNotFound'; paymentId: string }
  | { kind: 'OrderNotFound'; orderId: string }
  | { kind: 'NotReadyYet'; orderId: string }
  | { kind: 'OrderCancelled'; orderId: string }
  | { kind: 'OrderAlreadyPaid'; orderId: string; paymentId: string }
  | { kind: 'BadAmount'; field: string; rule: string }
  | { kind: 'OperationNotFound'; operationId: string }
  | { kind: 'OperationNotInDoubt'; state: OperationState }
  | { kind: 'CannotSettle'; field: string; rule: string }
  | { kind: 'NotCapturable'; state: string }
  | { kind: 'NotVoidable'; state: string }
  | { kind: 'NotRefundable'; state: string }
  | { kind: 'AmountTooLarge'; available: number; asked: number }
  | { kind: 'CannotDo'; capability: string }
  | RoutingError
  | CompositionError;
