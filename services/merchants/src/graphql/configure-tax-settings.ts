import { Forbidden, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { lawfulRates, type VatCategory as Category } from '../domain/vat';
import { taxSettingsId } from '../use-cases/one-for-each';
import { answered } from './answer';
import type { MerchantsContext } from './context';
import { VatCategory } from './enums';
import { TaxSettings } from './tax-settings.type';

@InputType()
class VatRateInput {
  @Field(() => VatCategory)
  readonly category!: Category;

  @Field(() => Int, { nullable: true })
  readonly percent?: number | null;

  @Field(() => String, { description: 'YYYY-MM-DD' })
  readonly from!: string;

  @Field(() => String, { nullable: true, description: 'YYYY-MM-DD' })
  readonly to?: string | null;
}

@InputType()
class ConfigureTaxSettingsInput {
  @Field(() => VatCategory)
  readonly defaultVat!: Category;

  @Field(() => VatCategory)
  readonly deliveryVat!: Category;

  @Field(() => [VatRateInput], { nullable: true, description: 'All rates of all categories. Left out: the rates by law.' })
  readonly rates?: VatRateInput[] | null;
}

@ObjectType()
class ConfigureTaxSettingsSuccess {
  @Field(() => TaxSettings)
  readonly taxSettings!: TaxSettings;
}

const ConfigureTaxSettingsResult = createUnionType({
  name: 'ConfigureTaxSettingsResult',
  types: () => [ConfigureTaxSettingsSuccess, ValidationFailed, NotFound, Forbidden] as const,
});

@Resolver()
export class ConfigureTaxSettings {
  @Mutation(() => ConfigureTaxSettingsResult)
  async configureTaxSettings(
    @Arg('input', () => ConfigureTaxSettingsInput) { defaultVat, deliveryVat, rates }: ConfigureTaxSettingsInput,
    @Ctx() { actor, useCases }: MerchantsContext,
  ): Promise<typeof ConfigureTaxSettingsResult> {
    const given = rates?.map(({ category, percent, from, to }) => ({ category, percent: percent ?? null, from, to: to ?? null }));
    const draft = { defaultVat, deliveryVat, rates: given ?? lawfulRates };
    const result = await useCases.configure({ kind: 'TaxSettings', merchantId: actor.merchantId, id: taxSettingsId(actor.merchantId), draft });
    return answered(result, (taxSettings) => Object.assign(new ConfigureTaxSettingsSuccess(), { taxSettings }));
  }
}
