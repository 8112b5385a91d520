import { Forbidden, IdempotencyConflict, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, createUnionType, Ctx, Field, ID, Info, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { requestReturn } from '../use-cases/request-return';
import { changedOrder } from './changed-order';
import type { OrdersContext } from './context';
import { LineQuantityInput } from './line-quantity.input';
import { NotAllowedNow } from './not-allowed.type';
import { Order } from './order.type';

@InputType()
class RequestReturnInput {
  @Field(() => String)
  readonly idempotencyKey!: string;

  @Field(() => ID)
  readonly childOrderId!: string;

  @Field(() => [LineQuantityInput])
  readonly lines!: readonly LineQuantityInput[];

  @Field(() => String, { description: 'From your own list of reasons; everybody who follows the order reads it.' })
  readonly reason!: string;
}

@ObjectType()
class RequestReturnSuccess {
  @Field(() => Order)
  readonly order!: Order;
}

const RequestReturnResult = createUnionType({
  name: 'RequestReturnResult',
  types: () => [RequestReturnSuccess, ValidationFailed, NotFound, NotAllowedNow, IdempotencyConflict, Forbidden] as const,
});

@Resolver()
export class RequestReturn {
  @Mutation(() => RequestReturnResult, { description: 'Goods of a picked child order come back, before or after the hand-over; their money goes back to the buyer.' })
  async requestReturn(@Arg('input', () => RequestReturnInput) input: RequestReturnInput, @Ctx() context: OrdersContext, @Info() info: GraphQLResolveInfo): Promise<typeof RequestReturnResult> {
    const result = await requestReturn(context.desk, { ...input, actor: context.actor });
    return changedOrder({ context, info }, result, (order) => Object.assign(new RequestReturnSuccess(), { order }));
  }
}
