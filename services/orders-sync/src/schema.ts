import { guardRootFields } from '@paygraph/shared/graphql/access';
import { buildSubgraph, type Subgraph } from '@paygraph/shared/graphql/build-subgraph';
import { access } from './graphql/access';
import { CancelOrder } from './graphql/cancel-order';
import { ChildOrderFields, TimelineEntryFields } from './graphql/child-order.fields';
import { ConfigureStatusMapping } from './graphql/configure-status-mapping';
import { ConfirmPicking } from './graphql/confirm-picking';
import type { OrdersContext } from './graphql/context';
import { OrderFields } from './graphql/order.fields';
import { PlaceOrder } from './graphql/place-order';
import { Queries } from './graphql/queries';
import { references } from './graphql/references';
import { RecordDelivery } from './graphql/record-delivery';
import { RequestReturn } from './graphql/request-return';
import { Subscriptions } from './graphql/subscriptions';

const resolvers = [Queries, PlaceOrder, ConfirmPicking, CancelOrder, RequestReturn, RecordDelivery, ConfigureStatusMapping, Subscriptions, OrderFields, ChildOrderFields, TimelineEntryFields];

/** The subgraph of this service; needs nothing that runs. */
export const buildOrdersSyncSchema = (): Subgraph => {
  const { schema, sdl } = buildSubgraph<OrdersContext>({ resolvers, referenceResolvers: references });
  return { schema: guardRootFields(schema, access), sdl };
};
