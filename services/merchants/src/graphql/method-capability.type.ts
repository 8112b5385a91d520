import { MinorUnits } from '@paygraph/shared/graphql/scalars';
import type { Minor } from '@paygraph/shared/money';
import { Field, Int, ObjectType } from 'type-graphql';
import type { MethodCapability as Capability } from '../domain/capabilities';
import { ContractMethod, PayeeAccount } from './enums';

@ObjectType({ description: 'What the contract lets be done by one method.' })
export class MethodCapability {
  @Field(() => ContractMethod)
  readonly method!: Capability['method'];

  @Field(() => Boolean)
  readonly hold!: boolean;

  @Field(() => Int, { description: 'Days a hold lives, the day of authorisation counted as the first.' })
  readonly holdDays!: number;

  @Field(() => Boolean)
  readonly partialCapture!: boolean;

  @Field(() => Boolean)
  readonly partialRefund!: boolean;

  @Field(() => Boolean, { description: 'A card, or an account, can be bound and charged later.' })
  readonly saved!: boolean;

  @Field(() => PayeeAccount)
  readonly payee!: Capability['payee'];

  @Field(() => MinorUnits, { nullable: true })
  readonly minAmount!: Minor | null;

  @Field(() => MinorUnits, { nullable: true })
  readonly maxAmount!: Minor | null;

  @Field(() => Int, { nullable: true, description: 'Hundredths of a per cent; null where it was not told.' })
  readonly feeBasisPoints!: number | null;
}
