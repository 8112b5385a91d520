import { catalogue } from '@paygraph/schema/events/index';
import { paymentsPayment } from '@paygraph/schema/events/payments';
import { createBreaker } from '@paygraph/shared/breaker';
import { openDatabase } from '@paygraph/shared/db/database';
import { createGate } from '@paygraph/shared/gate';
import { serveSubgraph } from '@paygraph/shared/graphql/serve-subgraph';
import { createServiceEdge } from '@paygraph/shared/http/service-edge';
import { startDueWorker } from '@paygraph/shared/messaging/due-work';
import { registerEventCatalogue } from '@paygraph/shared/messaging/events';
import { startConsumer } from '@paygraph/shared/messaging/inbox';
import { startRelay } from '@paygraph/shared/messaging/relay';
import { startResyncResponder } from '@paygraph/shared/messaging/resync';
import { startRetention } from '@paygraph/shared/messaging/retention';
import { startInOrder, type RunningService, type ServiceDeps } from '@paygraph/shared/service';
import { handlers, topics } from './consumers/index';
import { createProviders } from './providers';
import { trims } from './retention';
import { buildPaymentsSchema } from './schema';
import { defaultSettings, type PaymentsSettings } from './settings';
import { createSignals } from './signals';
import type { Deps } from './use-cases/deps';
import { readsOf } from './use-cases/read-payments';
import { createVisits } from './use-cases/visits';
import { webhookHandler, webhookPath } from './webhooks';
import { workHandlers } from './work-handlers';

export type PaymentsDeps = ServiceDeps & Readonly<{ settings?: Partial<PaymentsSettings> }>;

/** Payments: the graph, the providers' notifications, the events in and out, and the calls that wait for their time. */
export const createPayments = (given: PaymentsDeps): Promise<RunningService> =>
  startInOrder(async (keep) => {
    const { bus, log, crash, clock, sealingKeys } = given;
    const settings = { ...defaultSettings, ...given.settings };
    registerEventCatalogue(catalogue);
    const db = keep(await openDatabase({ service: 'payments', url: given.databaseUrl, poolSize: given.poolSize, log }));
    const breaker = createBreaker({ failuresMax: settings.breakerFailuresMax, restMs: settings.breakerRestMs * settings.timeScale, now: () => performance.now(), log, of: 'contract' });
    const providers = createProviders({ sealingKeys, clock, timeoutMs: settings.providerTimeoutMs, breaker });
    const visits = createVisits(createGate({ atOnce: settings.contractAtOnce, breaker }));
    const deps: Deps = { db, providers, visits, settings, signals: createSignals(), sealingKeys, crash, log };
    keep(startRelay({ db, bus, log, crash }));
    keep(startRetention({ db, log, trims }));
    keep(await startResyncResponder({ db, bus, topics: [paymentsPayment.topic], log }));
    keep(await startConsumer({ db, bus, group: 'payments', topics, handlers, log, crash }));
    keep(startDueWorker({ db, handlers: workHandlers(deps), concurrency: settings.workers, leaseMs: settings.leaseMs, log }));
    const edge = keep(createServiceEdge({ db, log }));
    edge.addWebhook(webhookPath, webhookHandler(deps));
    await serveSubgraph({ edge, schema: buildPaymentsSchema().schema, identityKeys: given.identityKeys, audience: 'payments', context: ({ merchantId }) => ({ deps, reads: readsOf(deps, merchantId) }), log, clock });
    return edge.listen(given.port);
  });
