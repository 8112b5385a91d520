import { connectionOf, PageArgs, pageOf, toConnection, type ConnectionValue } from '@paygraph/shared/graphql/connections';
import { isUuid } from '@paygraph/shared/ids';
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { Arg, Args, ArgsType, Ctx, Field, ID, Info, Query, Resolver } from 'type-graphql';
import type { OrderStatus as Status } from '../domain/order-status';
import { mappingFrom, mappingRows } from '../domain/status-mapping';
import { readMapping } from '../use-cases/read-mapping';
import { ChildOrder } from './child-order.type';
import type { OrdersContext } from './context';
import { OrderStatus } from './enums';
import { loadChild, loadShown } from './load';
import { Order } from './order.type';
import { StatusMappingRow } from './status-mapping.type';
import { childView, orderView } from './views';

const { Connection: OrderConnection } = connectionOf(Order, 'Order');

@ArgsType()
class OrdersArgs extends PageArgs {
  @Field(() => OrderStatus, { nullable: true })
  readonly status?: Status | null;
}

const placeOf = (cursor: readonly (string | number)[] | null): string | null => {
  if (cursor === null) return null;
  const [id] = cursor;
  if (typeof id === 'string' && isUuid(id)) return id;
  throw new GraphQLError('The cursor in "after" is not one of this list: use endCursor of its last page.', { extensions: { code: 'BAD_PAGE', field: 'after' } });
};

@Resolver()
export class Queries {
  @Query(() => Order, { nullable: true })
  async order(@Arg('id', () => ID) id: string, @Ctx() context: OrdersContext, @Info() info: GraphQLResolveInfo): Promise<Order | null> {
    const order = await loadShown({ context, info }, id);
    return order && orderView(order);
  }

  @Query(() => Order, { nullable: true, description: 'By the shop\'s own number.' })
  async orderByNumber(@Arg('number', () => String) number: string, @Ctx() { actor, reads }: OrdersContext): Promise<Order | null> {
    // Postgres cannot hold U+0000, so no order has it in its number.
    const order = number.includes('\0') ? null : await reads.orderByNumber(actor, number.normalize('NFC').trim());
    return order && orderView(order);
  }

  @Query(() => OrderConnection, { description: 'Newest first.' })
  async orders(@Args(() => OrdersArgs) args: OrdersArgs, @Ctx() { actor, reads }: OrdersContext): Promise<ConnectionValue<Order>> {
    const page = pageOf(args, 1);
    const rows = await reads.page(actor, { status: args.status ?? null, before: placeOf(page.after), limit: page.limit });
    return toConnection(rows.map(orderView), page, ({ id }) => [id]);
  }

  @Query(() => ChildOrder, { nullable: true })
  async childOrder(@Arg('id', () => ID) id: string, @Ctx() context: OrdersContext): Promise<ChildOrder | null> {
    const child = await loadChild(context, id);
    return child && childView(child);
  }

  @Query(() => [StatusMappingRow], { description: 'The merchant\'s whole mapping, defaults included.' })
  async statusMapping(@Ctx() { actor, desk }: OrdersContext): Promise<StatusMappingRow[]> {
    const rows = await readMapping(desk, actor.merchantId);
    return mappingRows(mappingFrom(rows)).map((row) => Object.assign(new StatusMappingRow(), row));
  }
}
