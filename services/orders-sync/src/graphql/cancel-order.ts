import { Forbidden, IdempotencyConflict, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, createUnionType, Ctx, Field, ID, Info, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { cancelOrder } from '../use-cases/cancel-order';
import { changedOrder } from './changed-order';
import type { OrdersContext } from './context';
import { NotAllowedNow } from './not-allowed.type';
import { Order } from './order.type';

@InputType()
class CancelOrderInput {
  @Field(() => String)
  readonly idempotencyKey!: string;

  @Field(() => ID)
  readonly orderId!: string;

  @Field(() => String, { description: 'From your own list of reasons; everybody who follows the order reads it.' })
  readonly reason!: string;
}

@ObjectType()
class CancelOrderSuccess {
  @Field(() => Order)
  readonly order!: Order;
}

const CancelOrderResult = createUnionType({
  name: 'CancelOrderResult',
  types: () => [CancelOrderSuccess, ValidationFailed, NotFound, NotAllowedNow, IdempotencyConflict, Forbidden] as const,
});

@Resolver()
export class CancelOrder {
  @Mutation(() => CancelOrderResult, { description: 'Calls off an order of which nothing has left the warehouses; held or taken money goes back.' })
  async cancelOrder(@Arg('input', () => CancelOrderInput) input: CancelOrderInput, @Ctx() context: OrdersContext, @Info() info: GraphQLResolveInfo): Promise<typeof CancelOrderResult> {
    const result = await cancelOrder(context.desk, { ...input, actor: context.actor });
    return changedOrder({ context, info }, result, (order) => Object.assign(new CancelOrderSuccess(), { order }));
  }
}
