import { catalogue } from '@paygraph/schema/events/index';
import { paymentsPayment } from '@paygraph/schema/events/payments';
import { tokensSavedMethod } from '@paygraph/schema/events/tokens';
import { openDatabase } from '@paygraph/shared/db/database';
import { serveSubgraph } from '@paygraph/shared/graphql/serve-subgraph';
import { createServiceEdge } from '@paygraph/shared/http/service-edge';
import { registerEventCatalogue } from '@paygraph/shared/messaging/events';
import { startConsumer } from '@paygraph/shared/messaging/inbox';
import { startRelay } from '@paygraph/shared/messaging/relay';
import { startResyncResponder } from '@paygraph/shared/messaging/resync';
import { startRetention } from '@paygraph/shared/messaging/retention';
import { startInOrder, type RunningService, type ServiceDeps } from '@paygraph/shared/service';
import { onCardBindingReceived } from './consumers/on-card-binding-received';
import { buildTokensSchema } from './schema';
import { useCasesOf } from './use-cases/index';

/** Saved payment methods of buyers, and what they agreed to. */
export const createTokens = (deps: ServiceDeps): Promise<RunningService> =>
  startInOrder(async (keep) => {
    const { bus, log, crash } = deps;
    registerEventCatalogue(catalogue);
    const db = keep(await openDatabase({ service: 'tokens', url: deps.databaseUrl, poolSize: deps.poolSize, log }));
    keep(startRelay({ db, bus, log, crash }));
    keep(await startResyncResponder({ db, bus, topics: [tokensSavedMethod.topic], log }));
    keep(startRetention({ db, log }));
    keep(await startConsumer({ db, bus, group: 'tokens.payments', topics: [paymentsPayment.topic], handlers: { CardBindingReceived: onCardBindingReceived }, from: 'earliest', log, crash }));
    const edge = keep(createServiceEdge({ db, log }));
    const useCases = useCasesOf(db);
    await serveSubgraph({ edge, schema: buildTokensSchema().schema, identityKeys: deps.identityKeys, audience: 'tokens', context: () => ({ useCases }), log, clock: deps.clock });
    return edge.listen(deps.port);
  });
