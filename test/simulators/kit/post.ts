import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

export type Posting = Readonly<{ url: string; headers: Readonly<Record<string, string>>; body: string; timeoutMs: number; signal: AbortSignal }>;
/** `status` 0 = no answer came (refused, broken, too late). */
export type PostAnswer = Readonly<{ status: number; body: string }>;

const readAll = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** One POST on its own connection, redirects not followed, never throws. */
export const post = ({ url, headers, body, timeoutMs, signal }: Posting): Promise<PostAnswer> =>
  new Promise((resolve) => {
    const none = (): void => resolve({ status: 0, body: '' });
    const open = url.startsWith('https:') ? httpsRequest : httpRequest;
    const ends = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const length = String(Buffer.byteLength(body));
    const sent = open(url, { method: 'POST', agent: false, headers: { ...headers, 'content-length': length }, signal: ends });
    sent.on('response', (response) => {
      readAll(response).then((text) => resolve({ status: response.statusCode ?? 0, body: text }), none);
    });
    sent.on('error', none).end(body);
  });
