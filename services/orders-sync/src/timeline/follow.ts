import type { Stream } from '@paygraph/shared/graphql/streams';
import { GraphQLError } from 'graphql';
import { createBell, type Bell } from './bell';

export type Reading<T> = Readonly<{
  values: readonly T[];
  /** It was not all: read on at once. */
  more?: boolean;
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

const pollDefaultMs = 5_000;
const soonMs = 25;
// The socket itself is closed at that moment, with a code that tells the client to come back with a new token; this is the net below.
const graceMs = 1_000;
const timerMaxMs = 2 ** 31 - 1;
const failuresMax = 5;
const finished = { value: undefined, done: true } as const;

class TableStream<T> implements Stream<T> {
  private readonly buffer: T[] = [];
  private readonly bell: Bell = createBell();
  private readonly off: () => void;
  private readonly expiry: NodeJS.Timeout;
  private readonly closed: Promise<typeof finished>;
  private announceClosed: () => void = () => undefined;
  private announceExpired: () => void = () => undefined;
  private isClosed = false;
  private failures = 0;
  /** How long to wait before the next look, unless somebody rings. */
  private restMs = 0;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly source: Following<T>) {
    this.closed = new Promise((resolve, reject) => {
      this.announceClosed = () => resolve(finished);
      this.announceExpired = () => reject(new GraphQLError('The token has expired; come back with a new one and the last cursor.', { extensions: { code: 'UNAUTHENTICATED' } }));
    });
    this.closed.catch(() => undefined);
    this.off = source.listen(this.bell.ring);
    this.expiry = setTimeout(() => this.expire(), Math.min(Math.max(source.endsAt + graceMs - Date.now(), 0), timerMaxMs));
    this.expiry.unref();
  }

  next(): Promise<IteratorResult<T>> {
    const value = this.turn.then(() => this.fetch());
    this.turn = value.catch(() => this.close());
    // A reader who leaves is not kept waiting for a query that is under way.
    return Promise.race([value, this.closed]);
  }

  return(): Promise<IteratorResult<T>> {
    this.close();
    return Promise.resolve(finished);
  }

  throw(error?: unknown): Promise<IteratorResult<T>> {
    this.close();
    return Promise.reject(error instanceof Error ? error : new Error('stream thrown into'));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** With an error: a stream that just completes would look as if there were nothing more to come. */
  private expire(): void {
    this.announceExpired();
    this.close();
  }

  private close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.off();
    clearTimeout(this.expiry);
    this.announceClosed();
    this.bell.ring();
  }

  private async fetch(): Promise<IteratorResult<T>> {
    while (!this.isClosed) {
      const [first] = this.buffer.splice(0, 1);
      if (first !== undefined) return { value: first, done: false };
      if (this.restMs > 0) await this.bell.wait(this.restMs);
      if (this.isClosed) break;
      // Before the look: what rings during it must be looked for again.
      this.bell.reset();
      const { values, more = false, waits = false } = await this.look();
      this.buffer.push(...values);
      this.restMs = more ? 0 : waits ? soonMs : (this.source.pollMs ?? pollDefaultMs);
    }
    return this.closed;
  }

  /** A database that restarts does not end the stream; one that stays away does, with an error that makes the reader come back. */
  private async look(): Promise<Reading<T>> {
    try {
      const reading = await this.source.read();
      this.failures = 0;
      return reading;
    } catch (error) {
      this.failures += 1;
      if (this.failures > failuresMax) throw error;
      return { values: [] };
    }
  }
}

/**
 * A table as a stream: first what is there, then what comes. The reader pulls, so a slow one costs no memory; a wake-up, or a slow
 * poll where wake-ups are lost, makes it look again. `return` ends at once, whatever it waits for.
 */
export const follow = <T extends object>(source: Following<T>): Stream<T> => new TableStream(source);
