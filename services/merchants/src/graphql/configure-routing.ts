import { Forbidden, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { routingId } from '../use-cases/one-for-each';
import { answered } from './answer';
import type { MerchantsContext } from './context';
import { ConfigureRoutingInput, routingOf } from './routing.input';
import { Routing } from './routing.type';
import { routingView } from './views';

@ObjectType()
class ConfigureRoutingSuccess {
  @Field(() => Routing)
  readonly routing!: Routing;
}

const ConfigureRoutingResult = createUnionType({
  name: 'ConfigureRoutingResult',
  types: () => [ConfigureRoutingSuccess, ValidationFailed, NotFound, Forbidden] as const,
});

@Resolver()
export class ConfigureRouting {
  @Mutation(() => ConfigureRoutingResult, { description: 'All rules at once, in the order in which they are looked at. Payments that began already keep their contract.' })
  async configureRouting(@Arg('input', () => ConfigureRoutingInput) input: ConfigureRoutingInput, @Ctx() { actor, useCases }: MerchantsContext): Promise<typeof ConfigureRoutingResult> {
    const { merchantId } = actor;
    const result = await useCases.configure({ kind: 'Routing', merchantId, id: routingId(merchantId), draft: routingOf(input) });
    return answered(result, (routing) => Object.assign(new ConfigureRoutingSuccess(), { routing: routingView(routing) }));
  }
}
