import { createHmac, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { SignalCall, SignalRefusal } from '../../domain/delivery-signals';

const windowSeconds = 300;
const form = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

const unauthentic = (reason: string): Result<never, SignalRefusal> => err({ kind: 'Unauthentic', reason });

/**
 * `X-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`, at most 300 s old. Replays within the window are
 * harmless: a signal is known by its id.
 */
export const checkSignature = ({ headers, rawBody, secret, now }: SignalCall): Result<void, SignalRefusal> => {
  const header = headers['x-signature'];
  const [, seconds = '', mac = ''] = (typeof header === 'string' && form.exec(header)) || [];
  if (mac === '') return unauthentic('the signature is missing or of another form');
  if (Math.abs(now.getTime() / 1000 - Number(seconds)) > windowSeconds) return unauthentic('the signature is too old or from the future');
  const expected = createHmac('sha256', secret).update(`${seconds}.`).update(rawBody).digest();
  return timingSafeEqual(Buffer.from(mac, 'hex'), expected) ? ok(undefined) : unauthentic('the signature does not fit');
};
