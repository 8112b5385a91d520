import express, { type Express, type RequestHandler, type Response } from 'express';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Log } from '../log';
import { closeServer, type StopHooks } from './edge-close';
import { jsonErrors, notFound } from './edge-errors';
import { healthRoutes } from './edge-health';
import { limitInFlight } from './in-flight';
import { webhookRoute, type WebhookHandler } from './edge-webhook';

export type EdgeOptions = Readonly<{
  log: Log;
  /** Whether requests can be served now: the database answers, the migrations are there. */
  ready: () => Promise<boolean>;
  /** Proxies in front whose X-Forwarded-For is believed. */
  trustedProxies?: number;
  /** Webhook requests at work at once, over all paths of this edge; more get 503. 200 unless told. */
  webhooksMax?: number;
}>;

const webhooksMaxDefault = 200;
export type UpgradeHandler = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
export type EdgeAddress = Readonly<{ url: string; port: number }>;

export type Edge = Readonly<{
  /** For routes of its own; anything added must come before `listen`. */
  app: Express;
  /** POST `path` (express parameters allowed): the handler gets the raw bytes, at most 64 kB, and its answer is sent byte for byte. */
  addWebhook(path: string, handler: WebhookHandler): void;
  /** WebSocket handshakes on exactly this path. */
  addUpgrade(path: string, handler: UpgradeHandler): void;
  /** Runs at the beginning of `stop`: ends sockets that HTTP does not know of. */
  onStop(hook: () => Promise<void>): void;
  /** Runs when the last request has been answered and the last socket is closed. */
  onStopped(hook: () => Promise<void>): void;
  listen(port: number): Promise<EdgeAddress>;
  /** Not ready at once; half a second later no new connections, requests in flight are finished (at most 20 s), then all sockets are closed. */
  stop(): Promise<void>;
}>;

const serverLimits = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 };

const plainHeaders: RequestHandler = (_req, res, next) => {
  res.setHeader('x-content-type-options', 'nosniff');
  next();
};

const pathOf = (req: IncomingMessage): string => (req.url ?? '').split('?')[0] ?? '';

const routeUpgrades = (server: Server, upgrades: ReadonlyMap<string, UpgradeHandler>): void => {
  server.on('upgrade', (req, socket, head) => {
    const handler = upgrades.get(pathOf(req));
    if (handler) return handler(req, socket, head);
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
};

const listening = (server: Server, port: number): Promise<EdgeAddress> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      const { port: taken } = server.address() as AddressInfo;
      server.off('error', reject);
      resolve({ url: `http://localhost:${taken}`, port: taken });
    });
  });

/** The HTTP front of every process: health, JSON errors, limits, webhooks, an orderly end. Port 0 takes any free port. */
export const createEdge = ({ log, ready, trustedProxies = 0, webhooksMax = webhooksMaxDefault }: EdgeOptions): Edge => {
  const app = express().disable('x-powered-by').disable('etag').set('trust proxy', trustedProxies).set('query parser', 'simple');
  const upgrades = new Map<string, UpgradeHandler>();
  const hooks: StopHooks = { first: [], last: [] };
  const server = createServer(serverLimits, app);
  const state = { closing: false };
  const inFlight = new Set<Response>();
  const endsConnection = (res: Response): void => {
    if (!res.headersSent) res.setHeader('connection', 'close');
  };
  const webhooksAtOnce = limitInFlight(webhooksMax);
  routeUpgrades(server, upgrades);
  app.use(plainHeaders, healthRoutes({ ready, isClosing: () => state.closing }));
  app.use((_req, res, next) => {
    if (state.closing) endsConnection(res);
    inFlight.add(res);
    res.once('close', () => inFlight.delete(res));
    next();
  });
  return {
    app,
    addWebhook: (path, handler) => void app.all(path, webhooksAtOnce, ...webhookRoute(handler)),
    addUpgrade: (path, handler) => void upgrades.set(path, handler),
    onStop: (hook) => void hooks.first.push(hook),
    onStopped: (hook) => void hooks.last.push(hook),
    listen(port) {
      app.use(notFound, jsonErrors(log));
      return listening(server, port);
    },
    async stop() {
      if (state.closing) return;
      state.closing = true;
      inFlight.forEach(endsConnection);
      await closeServer(server, hooks);
    },
  };
};
