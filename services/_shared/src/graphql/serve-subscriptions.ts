import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Context } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Clock } from '../clock';
import type { Edge } from '../http/edge';
import { bodyHashOf, type Actor, type VerifyIdentity } from '../identity';
import type { Log } from '../log';
import type { GraphContext } from './context';
import { freshSubscribe } from './fresh-subscribe';
import { maskErrors } from './mask-errors';
import { closeAtExpiry, disposeSockets, operationsPerSocketMax, type ExpiryTimer } from './sockets';

export type SubscriptionOptions = Readonly<{
  edge: Edge;
  schema: GraphQLSchema;
  verify: VerifyIdentity;
  path: string;
  contextFor: (actor: Actor) => Promise<GraphContext>;
  log: Log;
  clock: Clock;
}>;

type Params = Record<string, unknown> | undefined;
type SocketState = { actor: Actor; expiry: ExpiryTimer };
type SocketContext = Context<Params, Extra & Partial<SocketState>>;

const messageMaxBytes = 1024 * 1024;
/** The method that the identity of a socket is signed for; its body is empty. */
export const socketMethod = 'WS';

const admit = (o: SubscriptionOptions, context: SocketContext): boolean => {
  const identity = context.connectionParams?.['identity'];
  const actor = o.verify(typeof identity === 'string' ? identity : undefined, { method: socketMethod, path: o.path, bodyHash: bodyHashOf('') });
  if (!actor.ok) {
    o.log.warn({ reason: actor.error }, 'a socket without a valid identity was refused');
    return false;
  }
  context.extra.actor = actor.value;
  context.extra.expiry = closeAtExpiry(context.extra.socket, actor.value.expiresAt, o.clock);
  return true;
};

const masked = (o: SubscriptionOptions, errors: readonly GraphQLError[]): GraphQLFormattedError[] => errors.map((error) => maskErrors(o.log)(error.toJSON(), error));

const actorOf = (context: SocketContext): Actor => {
  if (!context.extra.actor) throw new Error('a socket passed without an identity');
  return context.extra.actor;
};

/** Subscriptions over graphql-transport-ws; the socket's identity travels in connectionParams.identity and the socket ends with it. */
export const serveSubscriptions = (o: SubscriptionOptions): void => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageMaxBytes });
  const server = useServer<Params, SocketState>(
    {
      schema: o.schema,
      isProd: true,
      connectionInitWaitTimeout: 3_000,
      onConnect: (context) => admit(o, context),
      onClose: (context) => context.extra.expiry?.cancel(),
      onSubscribe: ({ subscriptions }) =>
        Object.keys(subscriptions).length > operationsPerSocketMax ? [new GraphQLError(`A socket carries at most ${operationsPerSocketMax} operations.`)] : undefined,
      context: (context) => o.contextFor(actorOf(context)),
      subscribe: freshSubscribe,
      onNext: (...[, , , , result]) => (result.errors ? { ...result, errors: masked(o, result.errors) } : undefined),
      onError: (...[, , , errors]) => masked(o, errors),
    },
    sockets,
  );
  o.edge.addUpgrade(o.path, (req, socket, head) => sockets.handleUpgrade(req, socket, head, (ws) => sockets.emit('connection', ws, req)));
  o.edge.onStop(() => disposeSockets(server, sockets));
};
