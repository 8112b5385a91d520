import { GraphQLError } from 'graphql';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ChildOrder, OrderLine } from './child-order.type';
import type { OrdersContext } from './context';
import { loadChild, loadLinesOf, loadOrder } from './load';
import { Order } from './order.type';
import { TimelineEntry } from './timeline.type';
import { childView, lineView, orderView } from './views';

const orderOf = async (context: OrdersContext, orderId: string): Promise<Order> => {
  const order = await loadOrder(context, orderId);
  if (!order) throw new GraphQLError('There is no Order with this id.', { extensions: { code: 'NOT_FOUND' } });
  return orderView(order);
};

@Resolver(() => ChildOrder)
export class ChildOrderFields {
  @FieldResolver(() => Order)
  order(@Root() { orderId }: ChildOrder, @Ctx() context: OrdersContext): Promise<Order> {
    return orderOf(context, orderId);
  }

  @FieldResolver(() => [OrderLine])
  async lines(@Root() { id }: ChildOrder, @Ctx() context: OrdersContext): Promise<OrderLine[]> {
    return (await loadLinesOf(context, id)).map(lineView);
  }
}

@Resolver(() => TimelineEntry)
export class TimelineEntryFields {
  @FieldResolver(() => Order)
  order(@Root() { orderId }: TimelineEntry, @Ctx() context: OrdersContext): Promise<Order> {
    return orderOf(context, orderId);
  }

  @FieldResolver(() => ChildOrder, { nullable: true })
  async childOrder(@Root() { childOrderId }: TimelineEntry, @Ctx() context: OrdersContext): Promise<ChildOrder | null> {
    const child = childOrderId === null ? null : await loadChild(context, childOrderId);
    return child && childView(child);
  }
}
