import { Forbidden, IdempotencyConflict, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, createUnionType, Ctx, Field, ID, Info, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { confirmPicking } from '../use-cases/confirm-picking';
import { changedOrder } from './changed-order';
import type { OrdersContext } from './context';
import { LineQuantityInput } from './line-quantity.input';
import { NotAllowedNow } from './not-allowed.type';
import { Order } from './order.type';

@InputType()
class ConfirmPickingInput {
  @Field(() => String)
  readonly idempotencyKey!: string;

  @Field(() => ID)
  readonly childOrderId!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Everything is there. Then no lines are given.' })
  readonly full!: boolean;

  @Field(() => [LineQuantityInput], { nullable: true, description: 'What is there; a line that is not named, or has 0, stays with the warehouse.' })
  readonly lines?: readonly LineQuantityInput[] | null;
}

@ObjectType()
class ConfirmPickingSuccess {
  @Field(() => Order)
  readonly order!: Order;
}

const ConfirmPickingResult = createUnionType({
  name: 'ConfirmPickingResult',
  types: () => [ConfirmPickingSuccess, ValidationFailed, NotFound, NotAllowedNow, IdempotencyConflict, Forbidden] as const,
});

@Resolver()
export class ConfirmPicking {
  @Mutation(() => ConfirmPickingResult, { description: 'The warehouse tells what it has. When all child orders are picked, their money is taken.' })
  async confirmPicking(@Arg('input', () => ConfirmPickingInput) { lines, ...input }: ConfirmPickingInput, @Ctx() context: OrdersContext, @Info() info: GraphQLResolveInfo): Promise<typeof ConfirmPickingResult> {
    const result = await confirmPicking(context.desk, { ...input, actor: context.actor, lines: lines ?? null });
    return changedOrder({ context, info }, result, (order) => Object.assign(new ConfirmPickingSuccess(), { order }));
  }
}
