import { pageOf, toConnection, type ConnectionValue } from '@paygraph/shared/graphql/connections';
import { PageArgs } from '@paygraph/shared/graphql/connections';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { maySee } from '../use-cases/viewer';
import { ChildOrder } from './child-order.type';
import type { OrdersContext } from './context';
import { orderCursor, orderPlace } from './cursors';
import { loadChildrenOf } from './load';
import { Order } from './order.type';
import { TimelineEntry, TimelineEntryConnection } from './timeline.type';
import { childView, entryView } from './views';

@Resolver(() => Order)
export class OrderFields {
  @FieldResolver(() => [ChildOrder])
  async children(@Root() { id }: Order, @Ctx() context: OrdersContext): Promise<ChildOrder[]> {
    return (await loadChildrenOf(context, id)).map(childView);
  }

  @FieldResolver(() => TimelineEntryConnection, { description: 'The history, oldest first.' })
  async timeline(@Root() { id }: Order, @Args(() => PageArgs) args: PageArgs, @Ctx() { actor, reads }: OrdersContext): Promise<ConnectionValue<TimelineEntry>> {
    const page = pageOf(args, 1);
    const entries = await reads.entriesOf(actor, { orderId: id, after: orderPlace(args.after), limit: page.limit + 1 });
    const connection = toConnection(entries, page, ({ seq }) => [seq]);
    // The page moves over what is hidden, so that a vendor's cursor does not stand still.
    const edges = connection.edges.filter(({ node }) => maySee(actor, node)).map(({ cursor, node }) => ({ cursor, node: entryView(node, orderCursor(node)) }));
    return { edges, pageInfo: connection.pageInfo };
  }
}
