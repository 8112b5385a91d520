import { Forbidden, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Agent } from '../domain/agent';
import { answered } from './answer';
import type { MerchantsContext } from './context';
import { AgentSign } from './enums';
import { Vendor } from './vendor.type';

@InputType()
class AgentSchemeInput {
  @Field(() => AgentSign)
  readonly sign!: Agent['sign'];

  @Field(() => String)
  readonly supplierName!: string;

  @Field(() => String)
  readonly supplierInn!: string;

  @Field(() => [String], { defaultValue: [] })
  readonly supplierPhones!: string[];
}

@InputType()
class ConfigureVendorInput {
  @Field(() => ID, { nullable: true, description: 'Left out: the one with this name is changed, or a new one made.' })
  readonly id?: string | null;

  @Field(() => String)
  readonly name!: string;

  @Field(() => ID, { nullable: true, description: 'The legal entity of a vendor who sells for itself.' })
  readonly legalEntityId?: string | null;

  @Field(() => AgentSchemeInput, { nullable: true, description: 'How the merchant sells the vendor’s goods, when the merchant is the vendor’s agent.' })
  readonly agent?: AgentSchemeInput | null;

  @Field(() => Boolean, { defaultValue: true })
  readonly active!: boolean;
}

@ObjectType()
class ConfigureVendorSuccess {
  @Field(() => Vendor)
  readonly vendor!: Vendor;
}

const ConfigureVendorResult = createUnionType({
  name: 'ConfigureVendorResult',
  types: () => [ConfigureVendorSuccess, ValidationFailed, NotFound, Forbidden] as const,
});

@Resolver()
export class ConfigureVendor {
  @Mutation(() => ConfigureVendorResult, { description: 'The whole state of a vendor: what is left out takes its default.' })
  async configureVendor(
    @Arg('input', () => ConfigureVendorInput) { id, name, legalEntityId, agent, active }: ConfigureVendorInput,
    @Ctx() { actor, useCases }: MerchantsContext,
  ): Promise<typeof ConfigureVendorResult> {
    const draft = { name, legalEntityId: legalEntityId ?? null, agent: agent ? { ...agent } : null, active };
    const result = await useCases.configure({ kind: 'Vendor', merchantId: actor.merchantId, id: id ?? undefined, draft });
    return answered(result, (vendor) => Object.assign(new ConfigureVendorSuccess(), { vendor }));
  }
}
