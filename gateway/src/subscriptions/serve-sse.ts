import express, { type RequestHandler, type Response } from 'express';
import { GraphQLError, type FormattedExecutionResult } from 'graphql';
import type { Stream } from '@paygraph/shared/graphql/streams';
import { sendFault } from '@paygraph/shared/http/edge-errors';
import { actorOf, demandToken } from '../auth/demand-token';
import { authError } from '../auth/faults';
import { cors } from '../cors';
import { formatAll } from '../errors';
import { readOperation } from '../read-operation';
import { refusalError } from './refusal-error';
import type { ServeOptions } from './serve-ws';
import { openSse, type SseWriter } from './sse-writer';

const timerMaxMs = 2 ** 31 - 1;
const stopping = { code: 'SERVER_STOPPING', message: 'This server is about to stop. Subscribe again with "after" set to the last cursor.' };

type Feed = Readonly<{ stream: Stream<FormattedExecutionResult>; writer: SseWriter }>;

/** Everything up to the end of the stream. SSE has no close codes, so every end but the client's own is told as an error first. */
const feed = async (o: ServeOptions, { stream, writer }: Feed): Promise<void> => {
  try {
    for await (const result of stream) await writer.next(result);
  } catch (error) {
    const wrapped = error instanceof GraphQLError ? error : new GraphQLError('unexpected', { originalError: error as Error });
    await writer.next({ errors: formatAll(o.format, [wrapped]) });
  }
  writer.complete();
};

type Stop = (error: GraphQLError) => void;

const startFeed = (o: ServeOptions, res: Response, stream: Stream<FormattedExecutionResult>): { stop: Stop; done: Promise<void> } => {
  const writer = openSse(res);
  const stop: Stop = (error) => {
    void writer.next({ errors: formatAll(o.format, [error]) });
    void stream.return();
  };
  const left = Math.min(Math.max(actorOf(res).expiresAt - o.clock().getTime(), 0), timerMaxMs);
  const expiry = setTimeout(() => stop(authError('TOKEN_EXPIRED').error), left);
  res.on('close', () => {
    clearTimeout(expiry);
    void stream.return();
  });
  return { stop, done: feed(o, { stream, writer }) };
};

const parsedOrText = (text: unknown): unknown => {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** A GET carries in its query what a POST carries in its body. */
const bodyOf = (body: unknown, search: Readonly<Record<string, unknown>>): Buffer => {
  if (Buffer.isBuffer(body) && body.length > 0) return body;
  const { query, operationName, documentId, variables } = search;
  return Buffer.from(JSON.stringify({ query, operationName, documentId, variables: parsedOrText(variables) }));
};

const subscribeHandler = (o: ServeOptions, running: Set<Stop>): RequestHandler => async (req, res) => {
  const operation = readOperation(bodyOf(req.body, req.query), o.safelist);
  if (!operation.ok) return sendFault(res, operation.error);
  const subscription = o.prepare(operation.value);
  if (!subscription.ok) {
    res.status(400).json({ errors: formatAll(o.format, subscription.error) });
    return;
  }
  // Who left while the token was checked is past saying so again: nothing would ever end what is opened for him.
  if (res.destroyed) return;
  const { stop, done } = startFeed(o, res, o.deliver(subscription.value, actorOf(res)));
  running.add(stop);
  await done;
  running.delete(stop);
};

const onlyGetAndPost: RequestHandler = (req, res, next) => {
  if (req.method === 'POST' || req.method === 'GET') return next();
  res.setHeader('allow', 'GET, POST');
  sendFault(res, { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'Streams are asked for by GET or POST.' });
};

/** Subscriptions as server-sent events, one stream a request: for clients behind proxies that do not let WebSockets through. */
export const serveSse = (o: ServeOptions, path: string): void => {
  const running = new Set<Stop>();
  const raw = express.raw({ type: () => true, limit: o.bodyBytes, inflate: false });
  o.edge.app.all(path, cors(o.origins), onlyGetAndPost, demandToken(o.verify), raw, subscribeHandler(o, running));
  o.edge.onStop(() => {
    for (const stop of running) stop(refusalError(stopping));
    return Promise.resolve();
  });
};
