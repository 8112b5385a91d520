import { MinorUnits } from '@paygraph/shared/graphql/scalars';
import type { Minor } from '@paygraph/shared/money';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { ContractSettings as Settings } from '../domain/capabilities';
import { Bank } from './bank.type';
import { HoldExpiryAction } from './enums';
import { MethodCapability } from './method-capability.type';
import { WithCredentials } from './sealed-credentials.type';

@ObjectType()
export class ContractSettings {
  @Field(() => MinorUnits, { description: 'Above this sum a notification with a weak signature is only a hint: the payment is read from the provider first.' })
  readonly notificationTrustLimit!: Minor;

  @Field(() => HoldExpiryAction, { description: 'What is done, in time, with a hold that nobody captured.' })
  readonly holdExpiryAction!: Settings['holdExpiryAction'];

  @Field(() => Int, { description: 'Seconds before the end of the hold.' })
  readonly holdExpiryLeadSeconds!: number;

  @Field(() => Int)
  readonly pageLifetimeSeconds!: number;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A contract with a bank, through a payment provider.' })
export class Contract extends WithCredentials {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly provider!: string;

  @Field(() => Bank, { nullable: true, description: 'The acquiring bank in its state of today; null when the merchant did not tell it.' })
  readonly bank!: Bank | null;

  @Field(() => String)
  readonly baseUrl!: string;

  @Field(() => [MethodCapability])
  readonly methods!: readonly MethodCapability[];

  @Field(() => ContractSettings)
  readonly settings!: ContractSettings;

  @Field(() => Boolean)
  readonly active!: boolean;

  readonly legalEntityId!: string;
}
