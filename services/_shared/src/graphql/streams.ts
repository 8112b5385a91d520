/** An async iterator whose `return` takes effect at once. Async generators wait for their pending `next` and leak the source meanwhile. */
export type Stream<T> = AsyncIterableIterator<T> & Required<Pick<AsyncIterator<T>, 'return' | 'throw'>>;

export type PushStream<T> = Readonly<{
  stream: Stream<T>;
  push(value: T): void;
  /** Delivers what is queued, then rejects. */
  fail(error: Error): void;
  /** Delivers what is queued, then completes. */
  end(): void;
}>;

/** The reader is slower than the writer for longer than the queue can bridge. */
export class StreamOverflow extends Error {
  override readonly name = 'StreamOverflow';
}

const tooMany = (max: number): Error => new StreamOverflow(`More than ${max} events wait for a slow reader.`);

const finished = { value: undefined, done: true } as const;

type Waiter<T> = { resolve(result: IteratorResult<T>): void; reject(error: Error): void };
type Queue<T> = { values: T[]; waiters: Waiter<T>[]; ending: 'no' | 'end' | Error; closed: boolean };

const takeNext = <T>(queue: Queue<T>): Promise<IteratorResult<T>> => {
  const [first] = queue.values;
  if (queue.values.length > 0) {
    queue.values.shift();
    return Promise.resolve({ value: first as T, done: false });
  }
  if (queue.closed) return Promise.resolve(finished);
  if (queue.ending === 'no') return new Promise((resolve, reject) => queue.waiters.push({ resolve, reject }));
  queue.closed = true;
  return queue.ending === 'end' ? Promise.resolve(finished) : Promise.reject(queue.ending);
};

const settleWaiters = <T>(queue: Queue<T>): void => {
  for (const waiter of queue.waiters.splice(0)) takeNext(queue).then(waiter.resolve, waiter.reject);
};

const closeQueue = <T>(queue: Queue<T>): void => {
  queue.closed = true;
  queue.values.length = 0;
  settleWaiters(queue);
};

const streamOf = <T>(queue: Queue<T>, close: () => void): Stream<T> => ({
  next: () => takeNext(queue),
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
});

/**
 * A stream that is pushed into. At most `max` values wait for the reader; one more fails the stream with `StreamOverflow`, or with what `overflow` makes.
 * `onReturn` runs once, when the reader goes away or the stream has failed or ended.
 */
export const pushStream = <T>({ max = 1_000, overflow = tooMany, onReturn }: { max?: number; overflow?: (max: number) => Error; onReturn?: () => void } = {}): PushStream<T> => {
  const queue: Queue<T> = { values: [], waiters: [], ending: 'no', closed: false };
  let left = false;
  const leave = (): void => {
    if (left) return;
    left = true;
    onReturn?.();
  };
  const finish = (ending: 'end' | Error): void => {
    if (queue.closed || queue.ending !== 'no') return;
    queue.ending = ending;
    settleWaiters(queue);
    leave();
  };
  const push = (value: T): void => {
    if (queue.closed || queue.ending !== 'no') return;
    if (queue.values.length >= max) return finish(overflow(max));
    queue.values.push(value);
    if (queue.waiters.length > 0) settleWaiters(queue);
  };
  const stream = streamOf(queue, () => {
    closeQueue(queue);
    leave();
  });
  return { stream, push, fail: finish, end: () => finish('end') };
};

/** Each value of `source` mapped in order. The reader's `return` reaches the source without waiting for a pending `next`. */
export const mapStream = <A, B>(source: AsyncIterator<A>, map: (value: A) => B | Promise<B>): Stream<B> => {
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    source.return?.()?.catch(() => undefined);
  };
  return {
    async next() {
      if (closed) return finished;
      const result = await source.next();
      if (result.done || closed) return finished;
      return { value: await map(result.value), done: false };
    },
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
