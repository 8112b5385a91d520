import express, { type RequestHandler } from 'express';
import type { IncomingHttpHeaders } from 'node:http';
import { sendFault } from './edge-errors';

export type WebhookRequest = Readonly<{
  params: Readonly<Record<string, string>>;
  /** Exactly what was sent: signatures are over bytes, not over what a parser makes of them. */
  rawBody: Buffer;
  headers: IncomingHttpHeaders;
  ip: string;
}>;
export type WebhookAnswer = Readonly<{ status: number; contentType: string; body: string | Buffer }>;
export type WebhookHandler = (request: WebhookRequest) => Promise<WebhookAnswer>;

const bodyMaxBytes = 64 * 1024;

const onlyPost: RequestHandler = (req, res, next) => {
  if (req.method === 'POST') return next();
  res.setHeader('allow', 'POST');
  sendFault(res, { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'Notifications are sent by POST.' });
};

const single = (params: Readonly<Record<string, string | string[]>>): Record<string, string> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value.join('/') : value]));

/** express appends a charset to text types; some providers compare the answer to the byte, so the raw response is used. */
export const webhookRoute = (handler: WebhookHandler): RequestHandler[] => [
  onlyPost,
  express.raw({ type: () => true, limit: bodyMaxBytes, inflate: false }),
  async (req, res) => {
    const rawBody: unknown = req.body;
    const answer = await handler({
      params: single(req.params),
      rawBody: Buffer.isBuffer(rawBody) ? rawBody : Buffer.alloc(0),
      headers: req.headers,
      ip: req.ip ?? '',
    });
    const bytes = Buffer.from(answer.body);
    res.writeHead(answer.status, { 'content-type': answer.contentType, 'content-length': bytes.length }).end(bytes);
  },
];
