import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Log } from '../log';

export type EdgeFault = Readonly<{ status: number; code: string; message: string }>;

/** Every refusal of every edge has this one shape, GraphQL's own, whatever went wrong: never an HTML page. */
export const sendFault = (res: Response, { status, code, message }: EdgeFault): void => {
  if (res.headersSent) res.destroy();
  else res.status(status).json({ errors: [{ message, extensions: { code } }] });
};

const byType: Readonly<Record<string, EdgeFault>> = {
  'entity.too.large': { status: 413, code: 'BODY_TOO_LARGE', message: 'The body is larger than this address takes.' },
  'encoding.unsupported': { status: 415, code: 'BAD_REQUEST', message: 'Send the body without compression.' },
  'request.aborted': { status: 400, code: 'BAD_REQUEST', message: 'The body ended early.' },
  'request.size.invalid': { status: 400, code: 'BAD_REQUEST', message: 'The body does not have the announced length.' },
};

const faultOf = (error: unknown): EdgeFault | null => {
  const { type, status } = error as { type?: unknown; status?: unknown };
  if (typeof type === 'string' && Object.hasOwn(byType, type)) return byType[type] ?? null;
  if (typeof status !== 'number' || status < 400 || status > 499) return null;
  return { status, code: 'BAD_REQUEST', message: 'The request cannot be read.' };
};

export const notFound: RequestHandler = (_req, res) => sendFault(res, { status: 404, code: 'NOT_FOUND', message: 'There is nothing at this address.' });

// express knows an error handler by its four parameters.
// eslint-disable-next-line max-params
export const jsonErrors = (log: Log): ErrorRequestHandler => (error: unknown, req, res, _next) => {
  const fault = faultOf(error);
  // Of a refused request only the route's pattern is told: what strangers put into an address may be anything.
  if (fault) log.warn({ route: (req.route as { path?: unknown } | undefined)?.path, method: req.method, status: fault.status, code: fault.code }, 'a request was refused');
  else log.error({ err: error, path: req.path, method: req.method }, 'a request failed');
  sendFault(res, fault ?? { status: 500, code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong on our side.' });
};
