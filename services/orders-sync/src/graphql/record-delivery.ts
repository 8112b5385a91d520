import { Forbidden, IdempotencyConflict, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { DateTime } from '@paygraph/shared/graphql/scalars';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, createUnionType, Ctx, Field, ID, Info, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { SignalKind } from '../domain/delivery-signals';
import { recordDelivery } from '../use-cases/record-delivery';
import { changedOrder } from './changed-order';
import type { OrdersContext } from './context';
import { RecordedDelivery } from './enums';
import { NotAllowedNow } from './not-allowed.type';
import { Order } from './order.type';

@InputType()
class RecordDeliveryInput {
  @Field(() => String)
  readonly idempotencyKey!: string;

  @Field(() => ID)
  readonly childOrderId!: string;

  @Field(() => RecordedDelivery)
  readonly kind!: SignalKind;

  @Field(() => DateTime, { nullable: true, description: 'Left out: now.' })
  readonly occurredAt?: Date | null;
}

@ObjectType()
class RecordDeliverySuccess {
  @Field(() => Order)
  readonly order!: Order;
}

const RecordDeliveryResult = createUnionType({
  name: 'RecordDeliveryResult',
  types: () => [RecordDeliverySuccess, ValidationFailed, NotFound, NotAllowedNow, IdempotencyConflict, Forbidden] as const,
});

@Resolver()
export class RecordDelivery {
  @Mutation(() => RecordDeliveryResult, {
    description: 'The merchant\'s own courier, pick-up point or staff tell what became of a child order. HANDED_OVER closes the sale: the closing receipt follows.',
  })
  async recordDelivery(@Arg('input', () => RecordDeliveryInput) { occurredAt, ...input }: RecordDeliveryInput, @Ctx() context: OrdersContext, @Info() info: GraphQLResolveInfo): Promise<typeof RecordDeliveryResult> {
    const result = await recordDelivery(context.desk, { ...input, actor: context.actor, occurredAt: occurredAt ?? null });
    return changedOrder({ context, info }, result, (order) => Object.assign(new RecordDeliverySuccess(), { order }));
  }
}
