import { asksFor } from '@paygraph/shared/graphql/asked';
import type { GraphQLResolveInfo } from 'graphql';
import type { ChildView, LineView, OrderView } from '../storage/read-orders';
import type { OrdersContext } from './context';

const orderLoader = ({ actor, loaders, reads }: OrdersContext) => loaders.of<string, OrderView>('order', (ids) => reads.orders(actor, ids));
const childrenLoader = ({ actor, loaders, reads }: OrdersContext) => loaders.of<string, readonly ChildView[]>('childrenOf', (ids) => reads.childrenOf(actor, ids));
const linesLoader = ({ actor, loaders, reads }: OrdersContext) => loaders.of<string, readonly LineView[]>('linesOf', (ids) => reads.linesOf(actor, ids));

/** Loaded together with all others that this request asks for, through the actor's eyes. */
export const loadOrder = (context: OrdersContext, id: string): Promise<OrderView | null> => orderLoader(context).load(id);

const loadWhole = async (context: OrdersContext, id: string): Promise<OrderView | null> => {
  const { order, children, linesOf } = await context.reads.whole(context.actor, id);
  orderLoader(context).prime(id, order);
  childrenLoader(context).prime(id, children);
  linesOf.forEach((lines, childId) => linesLoader(context).prime(childId, lines));
  return order;
};

export type Shown = Readonly<{ context: OrdersContext; info: GraphQLResolveInfo }>;

/** An order that is shown with its child orders is loaded whole, in one round trip, where each part would wait for the one before. */
export const loadShown = ({ context, info }: Shown, id: string): Promise<OrderView | null> => (asksFor(info, 'children') ? loadWhole : loadOrder)(context, id);

export const loadChild = ({ actor, loaders, reads }: OrdersContext, id: string): Promise<ChildView | null> => loaders.of<string, ChildView>('child', (ids) => reads.children(actor, ids)).load(id);

export const loadChildrenOf = async (context: OrdersContext, orderId: string): Promise<readonly ChildView[]> => (await childrenLoader(context).load(orderId)) ?? [];

export const loadLinesOf = async (context: OrdersContext, childOrderId: string): Promise<readonly LineView[]> => (await linesLoader(context).load(childOrderId)) ?? [];
