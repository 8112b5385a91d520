import type { Stream } from '@paygraph/shared/graphql/streams';

export type Reading<T> = Readonly<{
  values: readonly T[];
  /** There is something that cannot be shown yet (an open transaction holds it back): look again shortly. */
  waits?: boolean;
}>;

export type Following<T> = Readonly<{
  /** What comes after the place where the reader stands; moves that place. */
  read: () => Promise<Reading<T>>;
  listen: (wake: () => void) => () => void;
  /** Epoch milliseconds at which the right to look ends. */
  endsAt: number;
  pollMs?: number;
}>;

const pollDefaultMs = 3_000;
const soonMs = 25;
const timerMaxMs = 2 ** 31 - 1;
const failuresMax = 5;
const finished = { value: undefined, done: true } as const;

/**
 * A table as a stream: first what is there, then what comes. The reader pulls, so a slow one costs no memory; a wake-up, or a slow
 * poll where wake-ups are lost, makes it look again. `return` ends at once, whatever it waits for.
 */
export const follow = <T>({ read, listen, endsAt, pollMs = pollDefaultMs }: Following<T>): Stream<T> => {
  const buffer: T[] = [];
  let isClosed = false;
  let isWoken = false;
  let failures = 0;
  let endPause: () => void = () => undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let announceClosed: () => void = () => undefined;
  const closed = new Promise<typeof finished>((resolve) => (announceClosed = () => resolve(finished)));

  const off = listen(() => {
    isWoken = true;
    endPause();
  });
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    off();
    clearTimeout(expiry);
    endPause();
    announceClosed();
  };
  const expiry = setTimeout(close, Math.min(Math.max(endsAt - Date.now(), 0), timerMaxMs));
  expiry.unref();

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const readOn = async (): Promise<Reading<T>> => {
    try {
      const reading = await read();
      failures = 0;
      return reading;
    } catch (error) {
      failures += 1;
      if (failures > failuresMax) throw error;
      return { values: [] };
    }
  };

  const fetch = async (): Promise<IteratorResult<T>> => {
    while (!isClosed) {
      const [first] = buffer;
      if (buffer.length > 0) {
        buffer.shift();
        return { value: first as T, done: false };
      }
      isWoken = false;
      const { values, waits = false } = await readOn();
      buffer.push(...values);
      if (values.length === 0 && !isWoken && !isClosed) await pause(waits ? soonMs : pollMs);
    }
    return finished;
  };

  const next = (): Promise<IteratorResult<T>> => {
    const value = turn.then(fetch);
    turn = value.catch(close);
    return Promise.race([value, closed]);
  };

  return {
    next,
    return: () => {
      close();
      return Promise.resolve(finished);
    },
    throw: (error) => {
      close();
      return Promise.reject(error instanceof Error ? error : new Error('stream thrown into'));
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};
