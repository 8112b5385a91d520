import { Forbidden } from '@paygraph/shared/graphql/errors';
import { createUnionType, Ctx, Field, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { MerchantsContext } from './context';

@ObjectType()
class RepublishConfigurationSuccess {
  @Field(() => Int, { description: 'How many things were told again.' })
  readonly things!: number;
}

const RepublishConfigurationResult = createUnionType({
  name: 'RepublishConfigurationResult',
  types: () => [RepublishConfigurationSuccess, Forbidden] as const,
});

@Resolver()
export class RepublishConfiguration {
  @Mutation(() => RepublishConfigurationResult, { description: 'Tells every reader the whole configuration again, unchanged, so that one that lost it rebuilds.' })
  async republishConfiguration(@Ctx() { actor, useCases }: MerchantsContext): Promise<typeof RepublishConfigurationResult> {
    return Object.assign(new RepublishConfigurationSuccess(), { things: await useCases.republish(actor.merchantId) });
  }
}
