import { MinorUnits } from '@paygraph/shared/graphql/scalars';
import type { Minor } from '@paygraph/shared/money';
import { Field, ID, InputType } from 'type-graphql';
import type { HidingRule, Routing, RoutingRule } from '../domain/routing';
import { CartSplit, ContractMethod } from './enums';

@InputType()
export class RoutingRuleInput {
  @Field(() => String, { description: 'Explains each decision that is made by this rule.' })
  readonly name!: string;

  @Field(() => [ContractMethod], { defaultValue: [] })
  readonly methods!: RoutingRule['methods'];

  @Field(() => MinorUnits, { nullable: true })
  readonly minTotal?: Minor | null;

  @Field(() => MinorUnits, { nullable: true })
  readonly maxTotal?: Minor | null;

  @Field(() => [ID], { defaultValue: [], description: 'Every part of the cart is sold by one of these.' })
  readonly legalEntityIds!: string[];

  @Field(() => [ID], { defaultValue: [], description: 'Every part of the cart comes from one of these.' })
  readonly vendorIds!: string[];

  @Field(() => CartSplit, { defaultValue: 'any' })
  readonly split!: RoutingRule['split'];

  @Field(() => [ID])
  readonly contractIds!: string[];
}

@InputType()
export class HidingRuleInput {
  @Field(() => ContractMethod)
  readonly method!: HidingRule['method'];

  @Field(() => Boolean, { defaultValue: false })
  readonly severalWarehouses!: boolean;

  @Field(() => Boolean, { defaultValue: false })
  readonly severalVendors!: boolean;
}

@InputType()
export class ConfigureRoutingInput {
  @Field(() => [RoutingRuleInput])
  readonly rules!: RoutingRuleInput[];

  @Field(() => [HidingRuleInput], { defaultValue: [] })
  readonly hiding!: HidingRuleInput[];
}

/** Plain objects, as they are stored. */
export const routingOf = ({ rules, hiding }: ConfigureRoutingInput): Routing => ({
  rules: rules.map(({ minTotal, maxTotal, ...rule }) => ({ ...rule, minTotal: minTotal ?? null, maxTotal: maxTotal ?? null })),
  hiding: hiding.map((rule) => ({ ...rule })),
});
