import type { Response } from 'express';
import { once } from 'node:events';
import type { FormattedExecutionResult } from 'graphql';

const keepAliveMs = 12_000;

export type SseWriter = Readonly<{
  next(result: FormattedExecutionResult): Promise<void>;
  /** The last event of every stream, good or bad. */
  complete(): void;
}>;

/** GraphQL over SSE, distinct connections mode. Waits for a slow reader instead of filling memory. */
export const openSse = (res: Response): SseWriter => {
  res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  res.write(':\n\n');
  const alive = setInterval(() => res.write(':\n\n'), keepAliveMs);
  res.on('close', () => clearInterval(alive));
  return {
    async next(result) {
      if (res.writableEnded || res.destroyed) return;
      if (!res.write(`event: next\ndata: ${JSON.stringify(result)}\n\n`)) await Promise.race([once(res, 'drain'), once(res, 'close')]);
    },
    complete() {
      if (!res.writableEnded && !res.destroyed) res.end('event: complete\ndata:\n\n');
    },
  };
};
