import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type RequestHandler, type Response } from 'express';
import type { GraphQLSchema } from 'graphql';
import type { Clock } from '../clock';
import { sendFault } from '../http/edge-errors';
import type { Edge } from '../http/edge';
import { limitInFlight } from '../http/in-flight';
import { bodyHashOf, createIdentityVerifier, identityHeader, type Actor, type IdentityKeys, type VerifyIdentity } from '../identity';
import type { Log } from '../log';
import { createContext, type GraphContext } from './context';
import { capEntities } from './entities-cap';
import { parseJsonObject } from './json-body';
import { maskErrors } from './mask-errors';
import { serveSubscriptions } from './serve-subscriptions';

export type ServeSubgraphOptions<Own extends object> = Readonly<{
  edge: Edge;
  schema: GraphQLSchema;
  identityKeys: IdentityKeys;
  /** The service's name, as the gateway calls it. */
  audience: string;
  /** The service's own part of the context of one request. */
  context: (actor: Actor) => Own | Promise<Own>;
  log: Log;
  clock: Clock;
  production?: boolean;
  /** Requests at work at once; more get 503. 500 unless told. */
  requestsMax?: number;
}>;

export const graphqlPath = '/graphql';
const bodyMaxBytes = 1024 * 1024;
const tokensMax = 15_000;
const requestsMaxDefault = 500;

type Locals = { actor?: Actor };

const demandIdentity = (verify: VerifyIdentity, log: Log): RequestHandler => (req, res: Response<unknown, Locals>, next) => {
  const body: unknown = req.body;
  const bodyHash = bodyHashOf(Buffer.isBuffer(body) ? body : '');
  const actor = verify(req.header(identityHeader), { method: req.method, path: req.originalUrl, bodyHash });
  if (actor.ok) {
    res.locals.actor = actor.value;
    return next();
  }
  log.warn({ reason: actor.error, method: req.method }, 'a request without a valid identity was refused');
  sendFault(res, { status: 401, code: 'UNAUTHENTICATED', message: 'This service answers only the gateway.' });
};

const readOperation: RequestHandler = (req, res, next) => {
  if (req.method !== 'POST') return sendFault(res, { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'Operations are sent by POST.' });
  const body = parseJsonObject(req.body as Buffer);
  if (!body.ok) return sendFault(res, { status: 400, code: 'BAD_REQUEST', message: body.error });
  req.body = body.value;
  next();
};

const actorOf = (res: Response): Actor => {
  const { actor } = res.locals as Locals;
  if (!actor) throw new Error('a request passed without an identity');
  return actor;
};

/**
 * Serves a subgraph on the edge's /graphql: operations by POST, subscriptions by WebSocket (graphql-transport-ws). Every request, those
 * for `_service` and `_entities` included, must carry an identity that the gateway signed for it; else 401. Call it before `edge.listen`.
 */
export const serveSubgraph = async <Own extends object>(o: ServeSubgraphOptions<Own>): Promise<void> => {
  const verify = createIdentityVerifier({ keys: o.identityKeys, audience: o.audience, now: o.clock });
  const schema = capEntities(o.schema);
  const server = new ApolloServer<GraphContext>({
    schema,
    introspection: !o.production,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: tokensMax },
    formatError: maskErrors(o.log),
    logger: o.log,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginLandingPageDisabled()],
  });
  await server.start();
  const raw = express.raw({ type: () => true, limit: bodyMaxBytes, inflate: false });
  const answer = expressMiddleware(server, { context: async ({ res }) => contextFor(o, actorOf(res)) });
  o.edge.app.all(graphqlPath, limitInFlight(o.requestsMax ?? requestsMaxDefault), raw, demandIdentity(verify, o.log), readOperation, answer);
  serveSubscriptions({ ...o, schema, verify, path: graphqlPath, contextFor: (actor) => contextFor(o, actor) });
  o.edge.onStopped(() => server.stop());
};

const contextFor = async <Own extends object>({ context }: ServeSubgraphOptions<Own>, actor: Actor): Promise<GraphContext<Own>> =>
  createContext(actor, await context(actor));
