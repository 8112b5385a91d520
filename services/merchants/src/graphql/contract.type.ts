import { MinorUnits } from '@paygraph/shared/graphql/scalars';
import type { Minor } from '@paygraph/shared/money';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Capabilities, ContractSettings as Settings } from '../domain/capabilities';
import { ContractMethod, HoldExpiryAction } from './enums';
import { WithCredentials } from './sealed-credentials.type';

@ObjectType({ description: 'What the bank lets be done under this contract.' })
export class ContractCapabilities {
  @Field(() => [ContractMethod])
  readonly methods!: Capabilities['methods'];

  @Field(() => Boolean)
  readonly hold!: boolean;

  @Field(() => Int, { description: 'Days a hold lives, the day of authorisation counted as the first.' })
  readonly holdDays!: number;

  @Field(() => Boolean)
  readonly partialCapture!: boolean;

  @Field(() => Boolean)
  readonly partialRefund!: boolean;

  @Field(() => Boolean)
  readonly savedCards!: boolean;
}

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

  @Field(() => String)
  readonly baseUrl!: string;

  @Field(() => ContractCapabilities)
  readonly capabilities!: ContractCapabilities;

  @Field(() => ContractSettings)
  readonly settings!: ContractSettings;

  @Field(() => Boolean)
  readonly active!: boolean;

  readonly legalEntityId!: string;
}
