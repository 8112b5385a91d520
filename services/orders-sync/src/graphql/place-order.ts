import { Forbidden, IdempotencyConflict, ValidationFailed } from '@paygraph/shared/graphql/errors';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, createUnionType, Ctx, Field, Info, Mutation, ObjectType, Resolver } from 'type-graphql';
import { placeOrder } from '../use-cases/place-order';
import type { PlaceOrderInput as Input } from '../use-cases/read-place-order';
import { changedOrder } from './changed-order';
import type { OrdersContext } from './context';
import { Order } from './order.type';
import { PlaceOrderInput } from './place-order.input';

@ObjectType()
class PlaceOrderSuccess {
  @Field(() => Order)
  readonly order!: Order;
}

const PlaceOrderResult = createUnionType({ name: 'PlaceOrderResult', types: () => [PlaceOrderSuccess, ValidationFailed, IdempotencyConflict, Forbidden] as const });

const plain = ({ contact, lines, delivery, ...input }: Omit<PlaceOrderInput, 'idempotencyKey'>): Input => ({
  number: input.number,
  customerId: input.customerId ?? null,
  contact: { email: contact.email ?? null, phone: contact.phone ?? null },
  lines: lines.map((line) => ({ ...line, sku: line.sku ?? null, vatCategory: line.vatCategory ?? null, vendorId: line.vendorId ?? null })),
  discount: input.discount,
  delivery: delivery ? { ...delivery, vatCategory: delivery.vatCategory ?? null, warehouseId: delivery.warehouseId ?? null } : null,
  total: input.total,
  returnUrl: input.returnUrl ?? null,
});

@Resolver()
export class PlaceOrder {
  @Mutation(() => PlaceOrderResult, { description: 'Takes an order and divides it by legal entity, warehouse and self-standing vendor.' })
  async placeOrder(@Arg('input', () => PlaceOrderInput) { idempotencyKey, ...input }: PlaceOrderInput, @Ctx() context: OrdersContext, @Info() info: GraphQLResolveInfo): Promise<typeof PlaceOrderResult> {
    const result = await placeOrder(context.desk, { merchantId: context.actor.merchantId, idempotencyKey, input: plain(input) });
    return changedOrder({ context, info }, result, (order) => Object.assign(new PlaceOrderSuccess(), { order })) as Promise<typeof PlaceOrderResult>;
  }
}
