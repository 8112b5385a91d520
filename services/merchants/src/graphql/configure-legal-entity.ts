import { Forbidden, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Things } from '../domain/things';
import { answered } from './answer';
import type { MerchantsContext } from './context';
import { TaxationSystem, VatCategory } from './enums';
import { LegalEntity } from './legal-entity.type';

@InputType()
class ConfigureLegalEntityInput {
  @Field(() => ID, { nullable: true, description: 'Left out: the one with this INN is changed, or a new one made.' })
  readonly id?: string | null;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly inn!: string;

  @Field(() => TaxationSystem)
  readonly taxationSystem!: Things['LegalEntity']['taxationSystem'];

  @Field(() => VatCategory)
  readonly defaultVat!: Things['LegalEntity']['defaultVat'];

  @Field(() => String)
  readonly receiptSenderEmail!: string;

  @Field(() => Boolean, { defaultValue: true })
  readonly active!: boolean;
}

@ObjectType()
class ConfigureLegalEntitySuccess {
  @Field(() => LegalEntity)
  readonly legalEntity!: LegalEntity;
}

const ConfigureLegalEntityResult = createUnionType({
  name: 'ConfigureLegalEntityResult',
  types: () => [ConfigureLegalEntitySuccess, ValidationFailed, NotFound, Forbidden] as const,
});

@Resolver()
export class ConfigureLegalEntity {
  @Mutation(() => ConfigureLegalEntityResult, { description: 'The whole state of a legal entity: what is left out takes its default.' })
  async configureLegalEntity(
    @Arg('input', () => ConfigureLegalEntityInput) { id, ...draft }: ConfigureLegalEntityInput,
    @Ctx() { actor, useCases }: MerchantsContext,
  ): Promise<typeof ConfigureLegalEntityResult> {
    const result = await useCases.configure({ kind: 'LegalEntity', merchantId: actor.merchantId, id: id ?? undefined, draft });
    return answered(result, (legalEntity) => Object.assign(new ConfigureLegalEntitySuccess(), { legalEntity }));
  }
}
