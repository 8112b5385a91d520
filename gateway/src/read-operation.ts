import type { RequestHandler } from 'express';
import { holdsCardNumber } from '@paygraph/shared/card-number';
import { parseJsonObject } from '@paygraph/shared/graphql/json-body';
import { sendFault } from '@paygraph/shared/http/edge-errors';
import { err, ok, type Result } from '@paygraph/shared/result';
import { operationRequest, type OperationRequest, type Safelist } from './safelist';

type Refusal = Readonly<{ status: 400 | 403; code: string; message: string }>;

const escapedNul = /\\u0000|\\u\{0+\}/;

const holdsCard = (value: unknown): boolean => {
  if (typeof value === 'string') return holdsCardNumber(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsCard);
};

const harmIn = ({ query = '', variables = {} }: OperationRequest): Refusal | null => {
  if (escapedNul.test(query)) return { status: 400, code: 'BAD_REQUEST', message: 'Texts cannot hold the character U+0000.' };
  // PCI DSS: card numbers are entered at the provider's page only; one that came here must not reach a log or a table.
  if (holdsCard(query) || holdsCard(variables)) return { status: 400, code: 'CARD_NUMBER_REFUSED', message: 'Card numbers are not taken here. Send the buyer to the payment page.' };
  return null;
};

/** One operation out of a JSON body, checked before anything parses GraphQL. */
export const readOperation = (bytes: Uint8Array, safelist: Safelist | undefined): Result<OperationRequest, Refusal> => {
  const body = parseJsonObject(bytes);
  if (!body.ok) return err({ status: 400, code: 'BAD_REQUEST', message: body.error });
  const operation = operationRequest(body.value, safelist);
  if (!operation.ok) return err({ status: 403, code: 'OPERATION_NOT_LISTED', message: operation.error });
  const harm = harmIn(operation.value);
  return harm ? err(harm) : ok(operation.value);
};

/** Puts the operation into `req.body` for Apollo Server. */
export const operationBody =
  (safelist: Safelist | undefined): RequestHandler =>
  (req, res, next) => {
    const operation = readOperation(Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0), safelist);
    if (!operation.ok) return sendFault(res, operation.error);
    req.body = operation.value;
    next();
  };

export const onlyPost: RequestHandler = (req, res, next) => {
  if (req.method === 'POST') return next();
  res.setHeader('allow', 'POST');
  sendFault(res, { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'Operations are sent by POST.' });
};
