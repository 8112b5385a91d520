import type { Disposable as WsServer } from 'graphql-ws';
import type { WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../clock';

export const operationsPerSocketMax = 20;
const farewellMs = 2_000;
const timerMaxMs = 2 ** 31 - 1;

export type ExpiryTimer = { cancel(): void };

/** Closes the socket with 4403 when the right to it ends, so that nobody watches on with a token that is no longer good. */
export const closeAtExpiry = (socket: Pick<WebSocket, 'close'>, expiresAt: number, now: Clock): ExpiryTimer => {
  const left = Math.min(Math.max(expiresAt - now().getTime(), 0), timerMaxMs);
  const timer = setTimeout(() => socket.close(4403, 'The token has expired'), left);
  return { cancel: () => clearTimeout(timer) };
};

/** Says goodbye with 1001, which tells clients to come back elsewhere; those who do not answer within 2 s are cut. */
export const disposeSockets = async (server: WsServer, sockets: WebSocketServer): Promise<void> => {
  const cut = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate();
  }, farewellMs);
  try {
    await server.dispose();
  } finally {
    clearTimeout(cut);
  }
};
