import { Forbidden, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { answered } from './answer';
import type { MerchantsContext } from './context';
import { Warehouse } from './warehouse.type';

@InputType()
class ConfigureWarehouseInput {
  @Field(() => ID, { nullable: true, description: 'Left out: the one with this code is changed, or a new one made.' })
  readonly id?: string | null;

  @Field(() => String)
  readonly code!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => ID)
  readonly legalEntityId!: string;

  @Field(() => Boolean, { defaultValue: true })
  readonly active!: boolean;
}

@ObjectType()
class ConfigureWarehouseSuccess {
  @Field(() => Warehouse)
  readonly warehouse!: Warehouse;
}

const ConfigureWarehouseResult = createUnionType({
  name: 'ConfigureWarehouseResult',
  types: () => [ConfigureWarehouseSuccess, ValidationFailed, NotFound, Forbidden] as const,
});

@Resolver()
export class ConfigureWarehouse {
  @Mutation(() => ConfigureWarehouseResult, { description: 'The whole state of a warehouse: what is left out takes its default.' })
  async configureWarehouse(
    @Arg('input', () => ConfigureWarehouseInput) { id, ...draft }: ConfigureWarehouseInput,
    @Ctx() { actor, useCases }: MerchantsContext,
  ): Promise<typeof ConfigureWarehouseResult> {
    const result = await useCases.configure({ kind: 'Warehouse', merchantId: actor.merchantId, id: id ?? undefined, draft });
    return answered(result, (warehouse) => Object.assign(new ConfigureWarehouseSuccess(), { warehouse }));
  }
}
