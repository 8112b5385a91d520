import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import { systemClock, type Clock } from '@paygraph/shared/clock';
import { createEdge, type Edge } from '@paygraph/shared/http/edge';
import { limitInFlight } from '@paygraph/shared/http/in-flight';
import type { Log } from '@paygraph/shared/log';
import { createApollo } from './apollo';
import { actorOf, demandToken } from './auth/demand-token';
import { createTokenVerifier, type AuthOptions, type VerifyToken } from './auth/tokens';
import type { GatewayContext, Subgraphs } from './context';
import { cors } from './cors';
import { createSubgraphSource } from './data-source/subgraph-source';
import { createFormatError, type FormatError } from './errors';
import { createOperations, type OperationOf } from './execution/operations';
import { createSigner, type Sign, type SubgraphKeys } from './keys';
import { defaultLimits, type Limits } from './limits/limits';
import { onlyPost, operationBody } from './read-operation';
import type { Safelist } from './safelist';
import { createDeliver } from './subscriptions/deliver';
import { createPrepare } from './subscriptions/prepare';
import { serveSse } from './subscriptions/serve-sse';
import { serveWebSockets, type ServeOptions } from './subscriptions/serve-ws';
import { loadSupergraph, type PlannedSupergraph } from './supergraph';

export type GatewayOptions = Readonly<{
  supergraphSdl: string;
  /** Address of each subgraph by its name in the supergraph; without a path, /graphql is meant. */
  subgraphs: Subgraphs;
  identityKeys: SubgraphKeys;
  auth: AuthOptions;
  /** 0 takes any free port. */
  port: number;
  log: Log;
  limits?: Partial<Limits>;
  production?: boolean;
  /** When given, no other operation is executed. */
  safelist?: Safelist;
  /** Origins whose pages may call from a browser. */
  origins?: readonly string[];
  trustedProxies?: number;
  clock?: Clock;
}>;
export type RunningGateway = Readonly<{ url: string; wsUrl: string; sseUrl: string; port: number; stop(): Promise<void> }>;

const graphqlPath = '/graphql';
const ssePath = '/graphql/stream';

const withPath = (address: string): string => {
  const url = new URL(address);
  if (url.pathname === '/') url.pathname = graphqlPath;
  return url.href;
};

type Parts = Readonly<{ o: GatewayOptions; edge: Edge; limits: Limits; clock: Clock; sign: Sign; subgraphs: Subgraphs; format: FormatError; verify: VerifyToken }>;

const partsOf = (o: GatewayOptions): Parts => {
  const clock = o.clock ?? systemClock;
  return {
    o,
    clock,
    edge: createEdge({ log: o.log, ready: () => Promise.resolve(true), trustedProxies: o.trustedProxies }),
    limits: { ...defaultLimits, ...o.limits },
    sign: createSigner(o.identityKeys, clock),
    subgraphs: Object.fromEntries(Object.entries(o.subgraphs).map(([name, address]) => [name, withPath(address)])),
    format: createFormatError(o.log),
    verify: createTokenVerifier(o.auth, clock),
  };
};

type Brain = Readonly<{ supergraph: PlannedSupergraph; operationOf: OperationOf }>;

const brainOf = ({ o, sign, subgraphs, clock }: Parts): Brain => {
  const supergraph = loadSupergraph(o.supergraphSdl);
  const [missing] = supergraph.subgraphNames.filter((name) => !(name in subgraphs));
  if (missing !== undefined) throw new Error(`The supergraph has a subgraph "${missing}" whose address is not configured.`);
  const sources = Object.fromEntries(Object.entries(subgraphs).map(([name, url]) => [name, createSubgraphSource({ name, url, sign, log: o.log, clock })]));
  return { supergraph, operationOf: createOperations({ supergraph, sources, log: o.log }) };
};

const serveOperations = async ({ o, edge, limits, clock, format, verify }: Parts, brain: Brain): Promise<void> => {
  const apollo = createApollo({ ...brain, limits, format, production: o.production ?? false, log: o.log });
  await apollo.start();
  const raw = express.raw({ type: () => true, limit: limits.bodyBytes, inflate: false });
  const context = ({ res }: { res: express.Response }): Promise<GatewayContext> => Promise.resolve({ actor: actorOf(res), deadline: clock().getTime() + limits.timeoutMs });
  edge.app.all(graphqlPath, cors(o.origins ?? []), onlyPost, limitInFlight(limits.inFlight), demandToken(verify), raw, operationBody(o.safelist), expressMiddleware(apollo, { context }));
  edge.onStopped(() => apollo.stop());
};

const serveSubscriptions = ({ o, edge, limits, clock, sign, subgraphs, format, verify }: Parts, { supergraph, operationOf }: Brain): void => {
  const deliver = createDeliver({ supergraph, subgraphs, sign, format, timeoutMs: limits.timeoutMs, log: o.log, clock });
  const prepare = createPrepare({ supergraph, operationOf, limits });
  const serve: ServeOptions = { edge, verify, prepare, deliver, format, safelist: o.safelist, origins: o.origins ?? [], bodyBytes: limits.bodyBytes, clock };
  serveWebSockets(serve, graphqlPath, supergraph.apiSchema);
  serveSse(serve, ssePath);
};

/**
 * The one door for clients: queries and mutations by POST /graphql, subscriptions by WebSocket /graphql and as server-sent events at
 * /graphql/stream. Resolves when it listens. `stop` lets operations in flight finish and tells sockets to come back elsewhere.
 */
export const createGateway = async (o: GatewayOptions): Promise<RunningGateway> => {
  const parts = partsOf(o);
  const brain = brainOf(parts);
  await serveOperations(parts, brain);
  serveSubscriptions(parts, brain);
  const { url, port } = await parts.edge.listen(o.port);
  return { url: url + graphqlPath, wsUrl: url.replace('http', 'ws') + graphqlPath, sseUrl: url + ssePath, port, stop: () => parts.edge.stop() };
};
