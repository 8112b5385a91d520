import { MinorUnits } from '@paygraph/shared/graphql/scalars';
import type { Minor } from '@paygraph/shared/money';
import { Field, ID, InputType, Int } from 'type-graphql';
import { usualSettings, type ContractSettings } from '../domain/capabilities';
import { CredentialInput } from './credential.input';
import { HoldExpiryAction } from './enums';
import { MethodCapabilityInput } from './method-capability.input';

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

  @Field(() => String, { nullable: true, description: 'Code of the acquiring bank; see banks. Left out: not told, and nothing is known of its state.' })
  readonly bank?: string | null;

  @Field(() => String)
  readonly baseUrl!: string;

  @Field(() => [CredentialInput], { nullable: true, description: 'For paykeeper: login, password, secretWord. Left out: the stored ones stay.' })
  readonly credentials?: CredentialInput[] | null;

  @Field(() => [MethodCapabilityInput], { nullable: true, description: 'Left out: cards, with a hold of 7 days, captured and refunded in parts.' })
  readonly methods?: MethodCapabilityInput[] | null;

  @Field(() => ContractSettingsInput, { nullable: true, description: 'Left out: every default below.' })
  readonly settings?: ContractSettingsInput | null;

  @Field(() => Boolean, { defaultValue: true })
  readonly active!: boolean;
}

/** A plain object, as it is stored: an instance of an input class is equal to none. */
export const settingsOf = (input: ContractSettingsInput | null | undefined): ContractSettings => ({ ...(input ?? usualSettings) });
