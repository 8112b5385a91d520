import { createHmac } from 'node:crypto';

/** Header `X-Signature`: the moment in seconds and HMAC-SHA-256 of "<t>.<raw body>". */
export const signatureHeader = ({ body, secret, seconds }: { body: string; secret: string; seconds: number }): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
