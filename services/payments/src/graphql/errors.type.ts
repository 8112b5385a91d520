import { DomainError } from '@paygraph/shared/graphql/domain-error';
import { Money } from '@paygraph/shared/graphql/money';
import { Field, ID, ObjectType } from 'type-graphql';
import type { PaymentState as State } from '../domain/payment-state';
import type { OperationState as StateOfOperation } from '../domain/operation';
import { OperationState, PaymentState } from './enums';

@ObjectType({ implements: DomainError, description: 'The order has not reached this service yet; ask again in a moment.' })
export class NotReadyYet extends DomainError {
  @Field(() => ID)
  readonly orderId!: string;
}

@ObjectType({ implements: DomainError, description: 'The order was cancelled and takes no payment.' })
export class OrderIsCancelled extends DomainError {
  @Field(() => ID)
  readonly orderId!: string;
}

@ObjectType({ implements: DomainError, description: 'Another payment has the money of this order already.' })
export class OrderAlreadyPaid extends DomainError {
  @Field(() => ID)
  readonly paymentId!: string;
}

@ObjectType({ implements: DomainError, description: 'No contract of the merchant can take this payment.' })
export class NoSuitableContract extends DomainError {
  @Field(() => [String], { description: 'What stands in the way, contract by contract.' })
  readonly explanation!: readonly string[];
}

@ObjectType({ implements: DomainError, description: 'The contract cannot do what was asked for.' })
export class CapabilityMissing extends DomainError {
  @Field(() => String)
  readonly capability!: string;
}

@ObjectType({ implements: DomainError, description: 'The payment is in a state in which this cannot be done; nothing was changed.' })
export class PaymentNotAllowedNow extends DomainError {
  @Field(() => PaymentState)
  readonly state!: State;
}

@ObjectType({ implements: DomainError, description: 'More money was asked for than is there; nothing was changed.' })
export class AmountTooLarge extends DomainError {
  @Field(() => Money, { description: 'What could be asked for now, what is on its way already taken off.' })
  readonly available!: Money;
}

@ObjectType({ implements: DomainError, description: 'The provider\'s word settles this operation by itself, or has done so; nothing was changed.' })
export class OperationNotInDoubt extends DomainError {
  @Field(() => OperationState)
  readonly state!: StateOfOperation;
}
