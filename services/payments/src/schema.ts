import { guardRootFields } from '@paygraph/shared/graphql/access';
import { buildSubgraph, type Subgraph } from '@paygraph/shared/graphql/build-subgraph';
import { access } from './graphql/access';
import { CapturePayment } from './graphql/capture-payment';
import type { PaymentsContext } from './graphql/context';
import { OrderFields } from './graphql/order.fields';
import { PaymentFields } from './graphql/payment.fields';
import { Queries } from './graphql/queries';
import { references } from './graphql/references';
import { RefundPayment } from './graphql/refund-payment';
import { RoutingQueries } from './graphql/routing-queries';
import { SettleOperation } from './graphql/settle-operation';
import { StartPayment } from './graphql/start-payment';
import { VoidPayment } from './graphql/void-payment';

const resolvers = [Queries, RoutingQueries, StartPayment, CapturePayment, VoidPayment, RefundPayment, SettleOperation, PaymentFields, OrderFields];

/** The subgraph of this service; needs nothing that runs. */
export const buildPaymentsSchema = (): Subgraph => {
  const { schema, sdl } = buildSubgraph<PaymentsContext>({ resolvers, referenceResolvers: references });
  return { schema: guardRootFields(schema, access), sdl };
};
