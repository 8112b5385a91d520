import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Faults } from './faults';
import { Fields } from './fields';
import type { Journal } from './journal';
import { html } from './reply';
import { findRoute, isControl, type Exchange, type Found, type Route } from './route';
import { fateAfter, fateBefore, waitLatency, type Fate, type TransportFaults } from './transport-faults';

export type ServerParts = Readonly<{ routes: readonly Route[]; faults: Faults<TransportFaults>; journal: Journal }>;
export type Listening = Readonly<{ url: string; stop: () => Promise<void> }>;

const largestBodyBytes = 1024 * 1024;
const secretFields = new Set(['token', 'sign']);

/** undefined = larger than any honest caller sends. */
const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return body.length > largestBodyBytes ? undefined : body.toString('utf8');
};

type Call = Readonly<{ request: IncomingMessage; response: ServerResponse; body: string; found: Found }>;

const toExchange = ({ request, response, body, found }: Call): Exchange => {
  const query = new URLSearchParams((request.url ?? '').split('?').slice(1).join('?'));
  const isForm = (request.headers['content-type'] ?? '').includes('form-urlencoded') && request.method === 'POST';
  const fields = new Fields(query, new URLSearchParams(isForm ? body : ''));
  // A caller that gave up while we were slow has closed the connection already: no event will come for it.
  const afterAnswer = (run: () => void): void => void (response.closed ? setImmediate(run) : response.once('close', run));
  return { method: request.method ?? '', params: found.params, fields, body, headers: request.headers, afterAnswer };
};

const withoutSecrets = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields.toJSON()).map(([name, value]) => [name, secretFields.has(name) ? '***' : value]));

const decide = async (parts: ServerParts, found: Found, exchange: Exchange): Promise<Fate> => {
  const { faults, journal } = parts;
  if (isControl(found.route)) return found.route.run(exchange);
  const endpoint = found.route.path;
  const call = { endpoint, params: found.params, fields: withoutSecrets(exchange.fields) };
  journal.write('request', { method: exchange.method, ...call });
  const from = performance.now();
  await waitLatency(faults, endpoint);
  const fate = fateBefore(faults, endpoint) ?? fateAfter(faults, endpoint, await found.route.run(exchange));
  journal.write('answer', { ...call, sent: typeof fate === 'string' ? fate : fate.status, tookMs: performance.now() - from });
  return fate;
};

const deliver = (response: ServerResponse, fate: Fate): void => {
  if (fate === 'silent') return;
  if (fate === 'lost') response.destroy();
  else response.writeHead(fate.status, fate.headers).end(fate.body);
};

const plain = (status: number, title: string): Fate => html(`<html><head><title>${status} ${title}</title></head></html>`, status);

const answer = async (parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = await readBody(request);
  if (body === undefined) return deliver(response, plain(413, 'Payload Too Large'));
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const found = findRoute(parts.routes, { method: request.method ?? '', path });
  if (found === undefined) return deliver(response, plain(404, 'Not Found'));
  deliver(response, await decide(parts, found, toExchange({ request, response, body, found })));
};

/** Serves the routes until `stop`, which also breaks connections that a fault keeps open. */
export const listen = async (parts: ServerParts, { port = 0, host = '127.0.0.1' }: { port?: number; host?: string }): Promise<Listening> => {
  const server = createServer((request, response) => {
    answer(parts, request, response).catch((error: unknown) => {
      // A caller that broke off in the middle of its request is no bug of ours.
      if (!request.complete) return;
      parts.journal.write('simulator.bug', { error: String(error) });
      deliver(response, plain(500, 'Simulator bug'));
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const { port: bound } = server.address() as AddressInfo;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://${host}:${bound}`, stop };
};
