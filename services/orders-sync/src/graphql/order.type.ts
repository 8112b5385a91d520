import { Money } from '@paygraph/shared/graphql/money';
import { DateTime } from '@paygraph/shared/graphql/scalars';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { OrderStatus as Status } from '../domain/order-status';
import { OrderStatus } from './enums';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'What a buyer bought at once. A vendor sees of it only its own child orders and their sum.' })
export class Order {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: 'The shop\'s own number.' })
  readonly number!: string;

  @Field(() => OrderStatus)
  readonly status!: Status;

  @Field(() => Money)
  readonly total!: Money;

  @Field(() => ID, { nullable: true })
  readonly customerId!: string | null;

  @Field(() => DateTime)
  readonly createdAt!: Date;
}
