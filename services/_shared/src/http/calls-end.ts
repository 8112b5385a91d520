import { AsyncLocalStorage } from 'node:async_hooks';

const endings = new AsyncLocalStorage<AbortSignal>();

/** Calls out that `work` makes end at the latest with the signal, as if their time were up: what was sent by then is unknown, the rest is not sent. */
export const callsEndWith = <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => endings.run(signal, work);

/** Has `end` called with the signal of whoever asked for the work that runs here, at once when it was given already. Call what it gives back when the call is over. */
export const onCallsEnd = (end: () => void): (() => void) => {
  const signal = endings.getStore();
  if (signal?.aborted) end();
  signal?.addEventListener('abort', end);
  return () => signal?.removeEventListener('abort', end);
};
