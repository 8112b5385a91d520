import { catalogue } from '@paygraph/schema/events/index';
import { openDatabase } from '@paygraph/shared/db/database';
import { serveSubgraph } from '@paygraph/shared/graphql/serve-subgraph';
import { createServiceEdge } from '@paygraph/shared/http/service-edge';
import { registerEventCatalogue } from '@paygraph/shared/messaging/events';
import { startRelay } from '@paygraph/shared/messaging/relay';
import { startResyncResponder } from '@paygraph/shared/messaging/resync';
import { startRetention } from '@paygraph/shared/messaging/retention';
import { startInOrder, type RunningService, type ServiceDeps } from '@paygraph/shared/service';
import { merchantsConfiguration } from '@paygraph/schema/events/merchants';
import { trims } from './retention';
import { buildMerchantsSchema } from './schema';
import { useCasesOf } from './use-cases/index';

export type MerchantsSettings = Readonly<{
  /** Whether a bank or a register may be on this machine: true on a laptop, false in production. */
  allowLoopback: boolean;
}>;

/** Merchants and what they configured. Only tells, never listens: it depends on no other service. */
export const createMerchants = (deps: ServiceDeps & Readonly<{ settings?: MerchantsSettings }>): Promise<RunningService> =>
  startInOrder(async (keep) => {
    const { bus, log, crash } = deps;
    registerEventCatalogue(catalogue);
    const db = keep(await openDatabase({ service: 'merchants', url: deps.databaseUrl, poolSize: deps.poolSize, log }));
    keep(startRelay({ db, bus, log, crash }));
    keep(await startResyncResponder({ db, bus, topics: [merchantsConfiguration.topic], log }));
    keep(startRetention({ db, log, trims }));
    const edge = keep(createServiceEdge({ db, log }));
    const useCases = useCasesOf({ db, peerKeys: deps.peerSealingKeys, policy: deps.settings ?? { allowLoopback: true } });
    await serveSubgraph({ edge, schema: buildMerchantsSchema().schema, identityKeys: deps.identityKeys, audience: 'merchants', context: () => ({ useCases }), log, clock: deps.clock });
    return edge.listen(deps.port);
  });
