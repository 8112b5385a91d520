import { catalogue } from '@paygraph/schema/events/index';
import { createBreaker } from '@paygraph/shared/breaker';
import { openDatabase, type Database } from '@paygraph/shared/db/database';
import { createGate } from '@paygraph/shared/gate';
import { serveSubgraph } from '@paygraph/shared/graphql/serve-subgraph';
import { createServiceEdge } from '@paygraph/shared/http/service-edge';
import { startDueWorker, type DueHandler, type DueWork } from '@paygraph/shared/messaging/due-work';
import { registerEventCatalogue } from '@paygraph/shared/messaging/events';
import { startConsumer } from '@paygraph/shared/messaging/inbox';
import { startRelay } from '@paygraph/shared/messaging/relay';
import { startResyncResponder } from '@paygraph/shared/messaging/resync';
import { startRetention } from '@paygraph/shared/messaging/retention';
import { startInOrder, type RunningService, type ServiceDeps } from '@paygraph/shared/service';
import { connectorsWith } from './connectors/index';
import { handlersWith, topics } from './consumers/index';
import type { UseCases } from './graphql/context';
import { trims } from './retention';
import { buildFiscalizationSchema } from './schema';
import { createReach } from './use-cases/reach-register';
import { readReceipts } from './use-cases/read-receipts';
import { retryReceipt } from './use-cases/retry-receipt';
import { runReceipt } from './use-cases/run-receipt';
import { defaultSettings, type FiscalSettings } from './use-cases/settings';
import { watchDeadline } from './use-cases/watch-deadline';
import { deadlineKind, printKind, type DeadlineWork, type PrintWork } from './use-cases/work';

export type FiscalizationDeps = ServiceDeps & Readonly<{ settings?: Partial<FiscalSettings> }>;

const failuresMax = 5;

const workHandlers = (deps: FiscalizationDeps, db: Database, settings: FiscalSettings): Record<string, DueHandler> => {
  const { log, crash, sealingKeys: keys } = deps;
  const connectors = connectorsWith({ timeoutMs: settings.registerTimeoutMs, allowAgents: settings.allowAgentLines });
  const breaker = createBreaker({ failuresMax, restMs: settings.registerRestMs, now: () => performance.now(), log, of: 'register' });
  const gate = createGate({ atOnce: settings.registerAtOnce, breaker });
  const print = runReceipt({ db, log, crash, settings, connectors, keys, gate, reach: createReach({ connectors, keys }) });
  const watch = watchDeadline({ db, log });
  return {
    // A row of this kind is only ever written by work.ts, with this payload.
    [printKind]: (work) => print(work as DueWork<PrintWork>),
    [deadlineKind]: (work) => watch(work as DueWork<DeadlineWork>),
  };
};

/** Receipts: planned from what orders and payments tell, printed on the merchants' cash registers, told to whoever listens. */
export const createFiscalization = (deps: FiscalizationDeps): Promise<RunningService> =>
  startInOrder(async (keep) => {
    const { bus, log, crash } = deps;
    const settings = { ...defaultSettings, ...deps.settings };
    registerEventCatalogue(catalogue);
    const db = keep(await openDatabase({ service: 'fiscalization', url: deps.databaseUrl, poolSize: deps.poolSize, log }));
    keep(startRelay({ db, bus, log, crash }));
    keep(await startResyncResponder({ db, bus, topics: ['fiscalization.receipt.v1'], log }));
    keep(startRetention({ db, log, trims }));
    keep(startDueWorker({ db, log, handlers: workHandlers(deps, db, settings), concurrency: settings.concurrency, leaseMs: settings.leaseMs }));
    keep(await startConsumer({ db, bus, group: 'fiscalization', topics, handlers: handlersWith(settings), log, crash }));
    const edge = keep(createServiceEdge({ db, log }));
    const useCases: UseCases = { receipts: readReceipts(db), retryReceipt: retryReceipt({ db, keys: deps.sealingKeys }) };
    await serveSubgraph({ edge, schema: buildFiscalizationSchema().schema, identityKeys: deps.identityKeys, audience: 'fiscalization', context: () => ({ useCases }), log, clock: deps.clock });
    return edge.listen(deps.port);
  });
