import { isDivisionByZero } from '@paygraph/shared/db/errors';
import type { WhenWritten } from '@paygraph/shared/db/sql';
import { UnknownStatement, type FindStatement } from './statements';
import type { Store, Transaction } from './store';
import { failure } from './table';
import { Blocked, View } from './view';

/** Where the scheduler may take over: undefined = go on at once. A rejection is what the caller meets instead of its answer. */
export type DatabasePoint = 'alone' | 'statement' | 'begin' | 'commit' | 'committed';
export type Control = Readonly<{
  at(point: DatabasePoint): Promise<void> | undefined;
  /** Until the transaction that holds the key has ended. */
  released(store: Store, key: string): Promise<void>;
}>;

export type MemoryOptions = Readonly<{ service: string; store: Store; find: FindStatement; control: Control; owner: unknown }>;

const execute = ({ store, find }: MemoryOptions, tx: Transaction, { text, params }: { text: string; params: readonly unknown[] }): object[] => {
  const mark = tx.journal.length;
  const view = new View(store, tx);
  try {
    const rows = find(text)(view, params as never);
    view.finish();
    return rows;
  } catch (error) {
    view.undoTo(mark);
    throw error;
  }
};

export type Asked = Readonly<{ text: string; params: readonly unknown[] }>;

const racy = ['payment_one_live_per_order', 'payment_one_open_per_order'];

/** Two payments of one order may race for these; whoever meets any other constraint was let there by a bug. */
const noteAlarm = (store: Store, error: unknown): void => {
  if (error instanceof UnknownStatement) store.alarms.push(error.message);
  const { code, constraint, message } = error as { code?: string; constraint?: string; message?: string };
  if (['23001', '23505', '23514', '42501'].includes(code ?? '') && !racy.includes(constraint ?? '')) store.alarms.push(`the database had to refuse: ${message}`);
};

export type Put = Asked & Readonly<{ then?: WhenWritten }>;
export type Open = Readonly<{ options: MemoryOptions; tx: Transaction; waiting: Put[] }>;

const executeOne = ({ options, tx }: Open, { then, ...asked }: Put): object[] => {
  if (tx.aborted) throw failure('25P02', 'current transaction is aborted, commands ignored until end of transaction block');
  try {
    const rows = execute(options, tx, asked);
    then?.heard?.(rows as never);
    return rows;
  } catch (error) {
    if (error instanceof Blocked) throw error;
    tx.aborted = true;
    noteAlarm(options.store, error);
    throw isDivisionByZero(error) && then?.otherwise ? then.otherwise() : error;
  }
};

/** What was put off goes ahead, in its order; goes on where it stopped when it had to wait for a lock. */
const executeAll = (open: Open, last?: Asked): object[] => {
  for (let next = open.waiting[0]; next !== undefined; next = open.waiting[0]) {
    executeOne(open, next);
    open.waiting.shift();
  }
  return last === undefined ? [] : executeOne(open, last);
};

/** Waits for locks that others hold, as long as it takes. */
export const patiently = async ({ options, tx, waiting }: Open, last?: Asked): Promise<object[]> => {
  for (;;) {
    try {
      return executeAll({ options, tx, waiting }, last);
    } catch (error) {
      if (!(error instanceof Blocked)) {
        waiting.length = 0;
        throw error;
      }
      if (options.store.isDeadlock(tx, error.key)) {
        tx.aborted = true;
        throw failure('40P01', 'deadlock detected');
      }
      tx.waitsFor = error.key;
      await options.control.released(options.store, error.key);
      tx.waitsFor = undefined;
    }
  }
};

/** Statements asked for together run in their order, each after the one before. */
export const queueOf = (open: Open) => {
  let tail: Promise<unknown> = Promise.resolve();
  let busy = 0;
  const later = (asked: Asked, pause: Promise<void> | undefined): Promise<object[]> => {
    busy += 1;
    // The statement before may never end, and then nobody comes to hear that this one was cut off.
    pause?.catch(() => undefined);
    const rows = tail.then(async () => {
      if (pause) await pause;
      return patiently(open, asked);
    });
    tail = rows.then(() => (busy -= 1), () => (busy -= 1));
    return rows;
  };
  return (asked: Asked): Promise<object[]> => {
    const pause = open.options.control.at('statement');
    if (busy > 0 || pause) return later(asked, pause);
    try {
      return Promise.resolve(executeAll(open, asked));
    } catch (error) {
      return error instanceof Blocked ? later(asked, undefined) : Promise.reject(error as Error);
    }
  };
};
