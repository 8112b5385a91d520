import { MinorUnits } from '@paygraph/shared/graphql/scalars';
import type { Minor } from '@paygraph/shared/money';
import { Field, ID, ObjectType } from 'type-graphql';
import type { HidingRule as Hiding, RoutingRule as Rule } from '../domain/routing';
import { CartSplit, ContractMethod } from './enums';

@ObjectType({ description: 'Which contracts take the money of which carts. An empty list is no condition.' })
export class RoutingRule {
  @Field(() => String)
  readonly name!: string;

  @Field(() => [ContractMethod])
  readonly methods!: Rule['methods'];

  @Field(() => MinorUnits, { nullable: true })
  readonly minTotal!: Minor | null;

  @Field(() => MinorUnits, { nullable: true })
  readonly maxTotal!: Minor | null;

  @Field(() => [ID])
  readonly legalEntityIds!: readonly string[];

  @Field(() => [ID])
  readonly vendorIds!: readonly string[];

  @Field(() => CartSplit)
  readonly split!: Rule['split'];

  @Field(() => [ID], { description: 'The first that is able to takes the money, the others stand in for it in their order.' })
  readonly contractIds!: readonly string[];
}

@ObjectType({ description: 'When a method is not offered.' })
export class HidingRule {
  @Field(() => ContractMethod)
  readonly method!: Hiding['method'];

  @Field(() => Boolean, { description: 'Hidden from a cart with goods in several warehouses.' })
  readonly severalWarehouses!: boolean;

  @Field(() => Boolean, { description: 'Hidden from a cart with goods of several vendors.' })
  readonly severalVendors!: boolean;
}

@ObjectType({ description: 'The first rule that fits a cart decides; where none fits, the contract of the legal entity that sells, or the first able one.' })
export class Routing {
  @Field(() => [RoutingRule])
  readonly rules!: readonly RoutingRule[];

  @Field(() => [HidingRule])
  readonly hiding!: readonly HidingRule[];
}
