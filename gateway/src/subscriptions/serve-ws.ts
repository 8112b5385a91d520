import type { FormattedExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { Context } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import { closeAtExpiry, disposeSockets, operationsPerSocketMax, type ExpiryTimer } from '@paygraph/shared/graphql/sockets';
import type { Edge } from '@paygraph/shared/http/edge';
import type { Actor } from '@paygraph/shared/identity';
import type { Clock } from '@paygraph/shared/clock';
import type { VerifyToken } from '../auth/tokens';
import { mayOpenSocket } from '../cors';
import { formatAll, type FormatError } from '../errors';
import { readOperation } from '../read-operation';
import type { Safelist } from '../safelist';
import type { Deliver } from './deliver';
import { refusalError } from './refusal-error';
import type { Prepare, PreparedSubscription } from './prepare';

export type ServeOptions = Readonly<{
  edge: Edge;
  verify: VerifyToken;
  prepare: Prepare;
  deliver: Deliver;
  format: FormatError;
  safelist: Safelist | undefined;
  origins: readonly string[];
  bodyBytes: number;
  clock: Clock;
}>;

type Params = Record<string, unknown> | undefined;
type SocketState = { actor: Actor; expiry: ExpiryTimer };
type Socket = Context<Params, Extra & Partial<SocketState>>;
type Opened = Readonly<{ subscription: PreparedSubscription; actor: Actor }>;

const tokenOf = ({ connectionParams, extra }: Socket): string | undefined => {
  const given = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'];
  return typeof given === 'string' ? given : extra.request.headers.authorization;
};

const admit = async (o: ServeOptions, socket: Socket): Promise<boolean> => {
  const actor = await o.verify(tokenOf(socket));
  if (!actor.ok) {
    // 4401 says "bring another token"; the protocol's own 4403 would also be said at the end of a good one.
    socket.extra.socket.close(4401, actor.error);
    return false;
  }
  if (socket.extra.socket.readyState !== WebSocket.OPEN) return false;
  socket.extra.actor = actor.value;
  socket.extra.expiry = closeAtExpiry(socket.extra.socket, actor.value.expiresAt, o.clock);
  return true;
};

const prepared = (o: ServeOptions, socket: Socket, payload: object): Opened | readonly GraphQLError[] => {
  const { actor } = socket.extra;
  if (!actor) throw new Error('a socket passed without a token');
  if (Object.keys(socket.subscriptions).length > operationsPerSocketMax) return [refusalError({ code: 'TOO_MANY_OPERATIONS', message: `A socket carries at most ${operationsPerSocketMax} operations.` })];
  const operation = readOperation(Buffer.from(JSON.stringify(payload)), o.safelist);
  if (!operation.ok) return [refusalError(operation.error)];
  const subscription = o.prepare(operation.value);
  return subscription.ok ? { subscription: subscription.value, actor } : subscription.error;
};

/** Subscriptions over graphql-transport-ws, with the token in connectionParams.authorization. The socket closes with 4403 when it expires. */
export const serveWebSockets = (o: ServeOptions, path: string, schema: GraphQLSchema): void => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: o.bodyBytes });
  const server = useServer<Params, SocketState>(
    {
      isProd: true,
      connectionInitWaitTimeout: 3_000,
      onConnect: (socket) => admit(o, socket),
      onClose: (socket) => socket.extra.expiry?.cancel(),
      onSubscribe: (socket, _id, payload) => {
        const opened = prepared(o, socket, payload);
        if ('actor' in opened) return { schema, document: opened.subscription.document, operationName: payload.operationName, contextValue: opened };
        return opened;
      },
      subscribe: ({ contextValue }) => {
        const { subscription, actor } = contextValue as Opened;
        return o.deliver(subscription, actor) as AsyncIterable<never>;
      },
      // Events come formatted; the library would take their errors for instances of GraphQLError.
      onNext: (...[, , , , event]) => event as FormattedExecutionResult,
      onError: (...[, , , errors]) => formatAll(o.format, errors),
    },
    sockets,
  );
  o.edge.addUpgrade(path, (req, socket, head) => {
    if (mayOpenSocket(req.headers.origin, o.origins)) sockets.handleUpgrade(req, socket, head, (ws) => sockets.emit('connection', ws, req));
    else socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  o.edge.onStop(() => disposeSockets(server, sockets));
};
