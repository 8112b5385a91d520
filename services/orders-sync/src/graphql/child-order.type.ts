import { Money } from '@paygraph/shared/graphql/money';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { ChildStatus } from '../domain/child-status';
import type { LineKind, Measure as MeasureWord, VatCategory as Vat } from '../domain/words';
import { ChildOrderStatus, Measure, OrderLineKind, VatCategory } from './enums';
import { LegalEntity, Vendor, Warehouse } from './neighbours.type';

@ObjectType()
export class OrderLine {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => OrderLineKind)
  readonly kind!: LineKind;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { nullable: true })
  readonly sku!: string | null;

  @Field(() => Int, { description: 'Thousandths of the measure: 1500 is 1.5 kg, 2000 is two pieces.' })
  readonly quantityMilli!: number;

  @Field(() => Measure)
  readonly measure!: MeasureWord;

  @Field(() => Money, { description: 'For one measure.' })
  readonly price!: Money;

  @Field(() => Money, { description: 'The line\'s own discount and its share of the order\'s.' })
  readonly discount!: Money;

  @Field(() => Money, { description: 'What the buyer owes for the line after every discount.' })
  readonly total!: Money;

  @Field(() => VatCategory)
  readonly vatCategory!: Vat;

  @Field(() => Int, { nullable: true, description: 'What the warehouse had; null until it was picked.' })
  readonly pickedMilli!: number | null;

  @Field(() => Int, { description: 'What came back.' })
  readonly returnedMilli!: number;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'The part of an order that one warehouse sends and one legal entity sells.' })
export class ChildOrder {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly number!: string;

  @Field(() => ChildOrderStatus)
  readonly status!: ChildStatus;

  @Field(() => Money)
  readonly total!: Money;

  @Field(() => Warehouse)
  readonly warehouse!: Warehouse;

  @Field(() => LegalEntity)
  readonly legalEntity!: LegalEntity;

  @Field(() => Vendor, { nullable: true, description: 'Set when all goods are of one vendor.' })
  readonly vendor!: Vendor | null;

  readonly orderId!: string;
}
