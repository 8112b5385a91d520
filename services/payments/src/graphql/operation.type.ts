import { Money } from '@paygraph/shared/graphql/money';
import { DateTime } from '@paygraph/shared/graphql/scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import type { OperationKind as Kind, OperationState as State } from '../domain/operation';
import { OperationKind, OperationState } from './enums';

@ObjectType({ description: 'One thing done, or being done, to a payment. None is ever deleted.' })
export class PaymentOperation {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => OperationKind)
  readonly kind!: Kind;

  @Field(() => OperationState)
  readonly state!: State;

  @Field(() => Money)
  readonly amount!: Money;

  @Field(() => Money, { description: 'What a capture leaves with the buyer.' })
  readonly released!: Money;

  @Field(() => ID, { nullable: true, description: 'The request that asked for it.' })
  readonly requestId!: string | null;

  @Field(() => String)
  readonly reason!: string;

  @Field(() => String, { nullable: true, description: 'Why it failed, or why its outcome is not known.' })
  readonly failure!: string | null;

  @Field(() => String, { nullable: true, description: 'Why the provider\'s word alone cannot settle it. An administrator who looked there may, by settleOperation.' })
  readonly doubt!: string | null;

  @Field(() => DateTime)
  readonly createdAt!: Date;

  @Field(() => DateTime)
  readonly updatedAt!: Date;
}
