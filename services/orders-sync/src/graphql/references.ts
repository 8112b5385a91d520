import type { ReferenceResolver } from '@paygraph/shared/graphql/references';
import type { OrdersContext } from './context';
import { loadChild, loadOrder } from './load';
import { childView, orderView } from './views';

const ids = (references: readonly Readonly<Record<string, unknown>>[]): string[] => references.map(({ id }) => (typeof id === 'string' ? id : ''));

/** Whoever comes in through another service's field: the merchant and the owner are checked here again. */
export const references: Readonly<Record<string, ReferenceResolver<OrdersContext>>> = {
  Order: (asked, context) => Promise.all(ids(asked).map(async (id) => (await loadOrder(context, id).then((order) => order && orderView(order))))),
  ChildOrder: (asked, context) => Promise.all(ids(asked).map(async (id) => (await loadChild(context, id).then((child) => child && childView(child))))),
};
