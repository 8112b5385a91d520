import { MinorUnits } from '@paygraph/shared/graphql/scalars';
import type { Minor } from '@paygraph/shared/money';
import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Method } from '../domain/facts';
import { PaymentMethod } from './enums';
import { Contract } from './neighbours.type';

@InputType({ description: 'What one seller sends from one warehouse.' })
export class CartPartInput {
  @Field(() => ID)
  readonly legalEntityId!: string;

  @Field(() => ID, { nullable: true })
  readonly warehouseId?: string | null;

  @Field(() => ID, { nullable: true })
  readonly vendorId?: string | null;
}

@InputType({ description: 'A cart that is no order yet.' })
export class CartInput {
  @Field(() => MinorUnits, { description: 'Kopecks, delivery included.' })
  readonly total!: Minor;

  @Field(() => [CartPartInput])
  readonly parts!: CartPartInput[];
}

@ArgsType()
export class CartArgs {
  @Field(() => ID, { nullable: true })
  readonly orderId?: string | null;

  @Field(() => CartInput, { nullable: true })
  readonly cart?: CartInput | null;
}

@ArgsType()
export class RoutingArgs extends CartArgs {
  @Field(() => PaymentMethod)
  readonly method!: Method;

  @Field(() => ID, { nullable: true, description: 'Whether this one could.' })
  readonly contractId?: string | null;
}

@ObjectType({ description: 'What routing would decide now. Nothing is changed by asking.' })
export class RoutingDecision {
  @Field(() => Contract, { nullable: true, description: 'Null when no contract can take the money.' })
  readonly contract!: Contract | null;

  @Field(() => [String], { description: 'The verdict on each contract that was looked at, in order.' })
  readonly explanation!: readonly string[];
}

@ObjectType()
export class AvailablePaymentMethod {
  @Field(() => PaymentMethod)
  readonly method!: Method;

  @Field(() => Boolean)
  readonly available!: boolean;

  @Field(() => Boolean, { description: 'The money is frozen first, and taken when the goods are ready.' })
  readonly hold!: boolean;

  @Field(() => Boolean, { description: 'The card, or the account, can be kept for the next time.' })
  readonly saved!: boolean;

  @Field(() => [String], { nullable: true, description: 'Why, contract by contract. For staff only.' })
  readonly explanation!: readonly string[] | null;
}
