import { catalogue } from '@paygraph/schema/events/index';
import { fiscalizationReceipt } from '@paygraph/schema/events/fiscalization';
import { merchantsConfiguration } from '@paygraph/schema/events/merchants';
import { ordersDelivery, ordersOrder, ordersTimeline } from '@paygraph/schema/events/orders';
import { paymentsPayment } from '@paygraph/schema/events/payments';
import { openDatabase } from '@paygraph/shared/db/database';
import { serveSubgraph } from '@paygraph/shared/graphql/serve-subgraph';
import { createServiceEdge } from '@paygraph/shared/http/service-edge';
import { registerEventCatalogue } from '@paygraph/shared/messaging/events';
import { startConsumer } from '@paygraph/shared/messaging/inbox';
import { startRelay } from '@paygraph/shared/messaging/relay';
import { startResyncResponder } from '@paygraph/shared/messaging/resync';
import { startRetention } from '@paygraph/shared/messaging/retention';
import { startInOrder, type RunningService, type ServiceDeps } from '@paygraph/shared/service';
import { onConfiguration } from './consumers/on-configuration';
import { onPayment } from './consumers/on-payment';
import { onReceipt } from './consumers/on-receipt';
import { trims } from './retention';
import { buildOrdersSyncSchema } from './schema';
import { startTimelineLink } from './timeline/link';
import { createTimelineWakes } from './timeline/wakes';
import type { Desk } from './use-cases/desk';
import { readsOf } from './use-cases/read';
import { deliveryWebhook, deliveryWebhookPath } from './webhooks/delivery';

const referenceWaitMs = 1_500;
const service = 'orders_sync';
const written = [ordersOrder, ordersDelivery, ordersTimeline].map(({ topic }) => topic);
const read = [merchantsConfiguration, paymentsPayment, fiscalizationReceipt].map(({ topic }) => topic);

/** Orders, their child orders and their live timeline. */
export const createOrdersSync = (deps: ServiceDeps): Promise<RunningService> =>
  startInOrder(async (keep) => {
    const { bus, log, crash, clock, databaseUrl, sealingKeys, peerSealingKeys } = deps;
    registerEventCatalogue(catalogue);
    const db = keep(await openDatabase({ service, url: databaseUrl, poolSize: deps.poolSize, log }));
    const wakes = createTimelineWakes();
    const link = keep(startTimelineLink({ url: databaseUrl, log, wakes }));
    const desk: Desk = { db, announce: link.announce, clock, sealingKeys, peerSealingKeys, referenceWaitMs };
    keep(startRelay({ db, bus, log, crash }));
    keep(startRetention({ db, log, trims }));
    keep(await startResyncResponder({ db, bus, topics: written, log }));
    const handlers = { ...onConfiguration, ...onPayment(desk), ...onReceipt(desk) };
    keep(await startConsumer({ db, bus, group: 'orders-sync', topics: read, handlers, log, crash }));
    const edge = keep(createServiceEdge({ db, log }));
    edge.addWebhook(deliveryWebhookPath, deliveryWebhook(desk, log));
    const reads = readsOf(desk);
    await serveSubgraph({ edge, schema: buildOrdersSyncSchema().schema, identityKeys: deps.identityKeys, audience: 'orders-sync', context: () => ({ desk, reads, wakes }), log, clock });
    return edge.listen(deps.port);
  });
