import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { Things } from '../domain/things';
import { TaxationSystem, VatCategory } from './enums';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A company or an entrepreneur that sells, pays VAT and answers for receipts.' })
export class LegalEntity {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly inn!: string;

  @Field(() => TaxationSystem)
  readonly taxationSystem!: Things['LegalEntity']['taxationSystem'];

  @Field(() => VatCategory)
  readonly defaultVat!: Things['LegalEntity']['defaultVat'];

  @Field(() => String, { description: 'The sender of electronic receipts (tag 1117).' })
  readonly receiptSenderEmail!: string;

  @Field(() => Boolean)
  readonly active!: boolean;
}
