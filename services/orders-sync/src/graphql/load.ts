import type { ChildView, LineView, OrderView } from '../storage/read-orders';
import type { OrdersContext } from './context';

/** Loaded together with all others that this request asks for, through the actor's eyes. */
export const loadOrder = ({ actor, loaders, reads }: OrdersContext, id: string): Promise<OrderView | null> => loaders.of<string, OrderView>('order', (ids) => reads.orders(actor, ids)).load(id);

export const loadChild = ({ actor, loaders, reads }: OrdersContext, id: string): Promise<ChildView | null> => loaders.of<string, ChildView>('child', (ids) => reads.children(actor, ids)).load(id);

export const loadChildrenOf = async ({ actor, loaders, reads }: OrdersContext, orderId: string): Promise<ChildView[]> =>
  (await loaders.of<string, ChildView[]>('childrenOf', (ids) => reads.childrenOf(actor, ids)).load(orderId)) ?? [];

export const loadLinesOf = async ({ actor, loaders, reads }: OrdersContext, childOrderId: string): Promise<LineView[]> =>
  (await loaders.of<string, LineView[]>('linesOf', (ids) => reads.linesOf(actor, ids)).load(childOrderId)) ?? [];
