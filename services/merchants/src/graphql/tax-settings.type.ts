import { Field, Int, ObjectType } from 'type-graphql';
import type { VatCategory as Category } from '../domain/vat';
import { VatCategory } from './enums';

@ObjectType({ description: 'What a kind of VAT is, from one day to another, both included.' })
export class VatRate {
  @Field(() => VatCategory)
  readonly category!: Category;

  @Field(() => Int, { nullable: true, description: 'Null where there is no VAT at all, which a receipt tells apart from 0 %.' })
  readonly percent!: number | null;

  @Field(() => String, { description: 'YYYY-MM-DD' })
  readonly from!: string;

  @Field(() => String, { nullable: true, description: 'YYYY-MM-DD; null while no end is known.' })
  readonly to!: string | null;
}

@ObjectType()
export class TaxSettings {
  @Field(() => VatCategory)
  readonly defaultVat!: Category;

  @Field(() => VatCategory)
  readonly deliveryVat!: Category;

  @Field(() => [VatRate])
  readonly rates!: readonly VatRate[];
}
