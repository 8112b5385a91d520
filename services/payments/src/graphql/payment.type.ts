import { Money } from '@paygraph/shared/graphql/money';
import { DateTime } from '@paygraph/shared/graphql/scalars';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { Method } from '../domain/facts';
import type { PaymentState as State } from '../domain/payment-state';
import { PaymentMethod, PaymentState } from './enums';
import { Contract, LegalEntity, Order } from './neighbours.type';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'One attempt to be paid for an order.' })
export class Payment {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => Order)
  readonly order!: Order;

  @Field(() => Contract)
  readonly contract!: Contract;

  @Field(() => LegalEntity, { description: 'Whose contract it is; the goods may be of others too.' })
  readonly legalEntity!: LegalEntity;

  @Field(() => PaymentState)
  readonly state!: State;

  @Field(() => PaymentMethod)
  readonly method!: Method;

  @Field(() => Money)
  readonly amount!: Money;

  @Field(() => String, { nullable: true, description: 'Where the buyer pays; null until the provider opened it, and when nobody may pay there any more.' })
  readonly pageUrl!: string | null;

  @Field(() => DateTime, { nullable: true })
  readonly pageExpiresAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'The earliest moment at which the hold may end.' })
  readonly holdExpiresAt!: Date | null;

  @Field(() => String, { nullable: true })
  readonly declineReason!: string | null;

  @Field(() => DateTime)
  readonly createdAt!: Date;

  @Field(() => Boolean, { description: 'The buyer agreed that the card is kept.' })
  readonly savesCard!: boolean;
}
