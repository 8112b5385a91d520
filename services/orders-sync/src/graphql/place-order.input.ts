import { MinorUnits } from '@paygraph/shared/graphql/scalars';
import { zero, type Minor } from '@paygraph/shared/money';
import { Field, ID, InputType, Int } from 'type-graphql';
import type { BasketLine } from '../domain/basket';
import type { Measure as MeasureWord, VatCategory as Vat } from '../domain/words';
import { GoodsKind, Measure, VatCategory } from './enums';

@InputType({ description: 'Where the receipt goes; at least one of the two.' })
class BuyerContactInput {
  @Field(() => String, { nullable: true })
  readonly email?: string | null;

  @Field(() => String, { nullable: true, description: 'With its country code: +79161234567.' })
  readonly phone?: string | null;
}

@InputType()
class OrderLineInput {
  @Field(() => String, { nullable: true })
  readonly sku?: string | null;

  @Field(() => String)
  readonly name!: string;

  @Field(() => GoodsKind, { defaultValue: 'goods' })
  readonly kind!: BasketLine['kind'];

  @Field(() => Int, { description: 'Thousandths of the measure: 2000 is two pieces, 1500 is 1.5 kg.' })
  readonly quantityMilli!: number;

  @Field(() => Measure, { defaultValue: 'piece' })
  readonly measure!: MeasureWord;

  @Field(() => MinorUnits, { description: 'Kopecks for one measure.' })
  readonly price!: Minor;

  @Field(() => MinorUnits, { defaultValue: zero, description: 'Kopecks for the whole line.' })
  readonly discount!: Minor;

  @Field(() => VatCategory, { nullable: true, description: 'Left out: the default of the legal entity that sells.' })
  readonly vatCategory?: Vat | null;

  @Field(() => ID)
  readonly warehouseId!: string;

  @Field(() => ID, { nullable: true })
  readonly vendorId?: string | null;
}

@InputType()
class OrderDeliveryInput {
  @Field(() => MinorUnits)
  readonly price!: Minor;

  @Field(() => String)
  readonly name!: string;

  @Field(() => VatCategory, { nullable: true, description: 'Left out: the merchant\'s delivery VAT.' })
  readonly vatCategory?: Vat | null;

  @Field(() => ID, { nullable: true, description: 'Left out: shared by all child orders in proportion to their goods.' })
  readonly warehouseId?: string | null;
}

@InputType()
export class PlaceOrderInput {
  @Field(() => String)
  readonly idempotencyKey!: string;

  @Field(() => String, { description: 'The shop\'s own number, once per merchant.' })
  readonly number!: string;

  @Field(() => ID, { nullable: true, description: 'Left out for a guest.' })
  readonly customerId?: string | null;

  @Field(() => BuyerContactInput)
  readonly contact!: BuyerContactInput;

  @Field(() => [OrderLineInput])
  readonly lines!: readonly OrderLineInput[];

  @Field(() => MinorUnits, { defaultValue: zero, description: 'On the whole order, besides the lines\' own discounts.' })
  readonly discount!: Minor;

  @Field(() => OrderDeliveryInput, { nullable: true })
  readonly delivery?: OrderDeliveryInput | null;

  @Field(() => MinorUnits, { description: 'What the buyer was shown. Must equal lines - discounts + delivery.' })
  readonly total!: Minor;

  @Field(() => String, { nullable: true, description: 'Where the bank sends the buyer back to.' })
  readonly returnUrl?: string | null;
}
