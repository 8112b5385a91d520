import { Money } from '@paygraph/shared/graphql/money';
import { DateTime } from '@paygraph/shared/graphql/scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A row of a receipt (container 1059); numbers are the codes of FFD.' })
export class ReceiptLine {
  @Field(() => ID)
  readonly lineId!: string;

  @Field(() => String, { description: 'Tag 1030.' })
  readonly name!: string;

  @Field(() => Money, { description: 'Tag 1079: of one unit, discounts taken off.' })
  readonly price!: Money;

  @Field(() => Int, { description: 'Tag 1023 in thousandths: 1500 is 1.5.' })
  readonly quantityMilli!: number;

  @Field(() => Money, { description: 'Tag 1043.' })
  readonly total!: Money;

  @Field(() => Int, { nullable: true, description: 'Tag 1199.' })
  readonly vatCode!: number | null;

  @Field(() => Money, { nullable: true, description: 'Tag 1200; none for 0 % and without VAT.' })
  readonly vat!: Money | null;

  @Field(() => Int, { description: 'Tag 2108.' })
  readonly measure!: number;

  @Field(() => Int, { description: 'Tag 1212.' })
  readonly subject!: number;

  @Field(() => Int, { description: 'Tag 1214.' })
  readonly method!: number;
}

@ObjectType({ description: 'What the fiscal drive signed. Texts: leading zeros matter.' })
export class FiscalAttributes {
  @Field(() => String, { description: 'Tag 1041, the fiscal drive.' })
  readonly fn!: string;

  @Field(() => String, { description: 'Tag 1040, the document.' })
  readonly fd!: string;

  @Field(() => String, { description: 'Tag 1077, the fiscal sign.' })
  readonly fp!: string;

  @Field(() => String, { nullable: true, description: 'Tag 1038.' })
  readonly shift!: string | null;

  @Field(() => String, { nullable: true, description: 'Tag 1042, within the shift.' })
  readonly receiptNumber!: string | null;

  @Field(() => String, { nullable: true, description: 'Tag 1037, the register.' })
  readonly registrationNumber!: string | null;

  @Field(() => DateTime, { description: 'Tag 1012.' })
  readonly registeredAt!: Date;
}

@ObjectType({ description: 'The VAT of a receipt under one code of tag 1199; the turnover for 0 % and without VAT.' })
export class ReceiptVat {
  @Field(() => Int)
  readonly code!: number;

  @Field(() => Money)
  readonly amount!: Money;
}

@ObjectType({ description: 'One call to the cash register about a receipt.' })
export class RegisterCall {
  @Field(() => String)
  readonly operation!: string;

  @Field(() => String)
  readonly outcome!: string;

  @Field(() => String, { nullable: true })
  readonly reason!: string | null;

  @Field(() => Int)
  readonly durationMs!: number;

  @Field(() => DateTime)
  readonly calledAt!: Date;
}
