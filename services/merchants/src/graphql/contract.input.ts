import { MinorUnits } from '@paygraph/shared/graphql/scalars';
import type { Minor } from '@paygraph/shared/money';
import { Field, ID, InputType, Int } from 'type-graphql';
import { usualCapabilities, usualSettings, type Capabilities, type ContractSettings } from '../domain/capabilities';
import { ContractMethod, HoldExpiryAction } from './enums';
import { CredentialInput } from './credential.input';

@InputType()
export class ContractCapabilitiesInput {
  @Field(() => [ContractMethod])
  readonly methods!: (typeof usualCapabilities.methods)[number][];

  @Field(() => Boolean)
  readonly hold!: boolean;

  @Field(() => Int, { defaultValue: usualCapabilities.holdDays, description: 'The day of authorisation counts as the first.' })
  readonly holdDays!: number;

  @Field(() => Boolean)
  readonly partialCapture!: boolean;

  @Field(() => Boolean, { defaultValue: usualCapabilities.partialRefund })
  readonly partialRefund!: boolean;

  @Field(() => Boolean, { defaultValue: usualCapabilities.savedCards })
  readonly savedCards!: boolean;
}

@InputType()
export class ContractSettingsInput {
  @Field(() => MinorUnits, { defaultValue: usualSettings.notificationTrustLimit })
  readonly notificationTrustLimit!: Minor;

  @Field(() => HoldExpiryAction, { defaultValue: usualSettings.holdExpiryAction })
  readonly holdExpiryAction!: ContractSettings['holdExpiryAction'];

  @Field(() => Int, { defaultValue: usualSettings.holdExpiryLeadSeconds })
  readonly holdExpiryLeadSeconds!: number;

  @Field(() => Int, { defaultValue: usualSettings.pageLifetimeSeconds })
  readonly pageLifetimeSeconds!: number;
}

@InputType()
export class ConfigureContractInput {
  @Field(() => ID, { nullable: true, description: 'Left out: the one with this name is changed, or a new one made.' })
  readonly id?: string | null;

  @Field(() => ID)
  readonly legalEntityId!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { description: 'paykeeper' })
  readonly provider!: string;

  @Field(() => String)
  readonly baseUrl!: string;

  @Field(() => [CredentialInput], { nullable: true, description: 'For paykeeper: login, password, secretWord. Left out: the stored ones stay.' })
  readonly credentials?: CredentialInput[] | null;

  @Field(() => ContractCapabilitiesInput, { nullable: true, description: 'Left out: cards, with a hold of 7 days, captured and refunded in parts.' })
  readonly capabilities?: ContractCapabilitiesInput | null;

  @Field(() => ContractSettingsInput, { nullable: true, description: 'Left out: every default below.' })
  readonly settings?: ContractSettingsInput | null;

  @Field(() => Boolean, { defaultValue: true })
  readonly active!: boolean;
}

/** Plain objects, as they are stored: an instance of an input class is equal to none of them. */
export const capabilitiesOf = (input: ContractCapabilitiesInput | null | undefined): Capabilities => ({ ...(input ?? usualCapabilities) });
export const settingsOf = (input: ContractSettingsInput | null | undefined): ContractSettings => ({ ...(input ?? usualSettings) });
