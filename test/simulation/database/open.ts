import type { Database, Scope, Tx } from '@paygraph/shared/db/database';
import { CommitUnknown, isConnectionLoss, isDivisionByZero, isRetryable, TransactionAborted } from '@paygraph/shared/db/errors';
import type { WhenWritten } from '@paygraph/shared/db/sql';
import { UnknownStatement, type FindStatement } from './statements';
import { Blocked, View, type Store, type Transaction } from './store';
import { failure } from './table';

/** Where the scheduler may take over: undefined = go on at once. A rejection is what the caller meets instead of its answer. */
export type DatabasePoint = 'alone' | 'statement' | 'begin' | 'commit' | 'committed';
export type Control = Readonly<{
  at(point: DatabasePoint): Promise<void> | undefined;
  /** Until the transaction that holds the key has ended. */
  released(store: Store, key: string): Promise<void>;
}>;

export type MemoryOptions = Readonly<{ service: string; store: Store; find: FindStatement; control: Control; owner: unknown }>;

const triesMax = 3;
const lossesMax = 4;

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

type Asked = Readonly<{ text: string; params: readonly unknown[] }>;

const racy = ['payment_one_live_per_order', 'payment_one_open_per_order'];

/** Two payments of one order may race for these; whoever meets any other constraint was let there by a bug. */
const noteAlarm = (store: Store, error: unknown): void => {
  if (error instanceof UnknownStatement) store.alarms.push(error.message);
  const { code, constraint, message } = error as { code?: string; constraint?: string; message?: string };
  if (['23001', '23505', '23514', '42501'].includes(code ?? '') && !racy.includes(constraint ?? '')) store.alarms.push(`the database had to refuse: ${message}`);
};

type Put = Asked & Readonly<{ then?: WhenWritten }>;
type Open = Readonly<{ options: MemoryOptions; tx: Transaction; waiting: Put[] }>;

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

const patiently = async ({ options, tx, waiting }: Open, last?: Asked): Promise<object[]> => {
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
const queueOf = (open: Open) => {
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

const openTx = (open: Open, hooks: (() => void)[]): Tx => {
  const { options, tx, waiting } = open;
  const ask = queueOf(open);
  return {
    service: options.service,
    query: <T extends object>(text: string, params: readonly unknown[] = []) => ask({ text, params }) as Promise<T[]>,
    write: (text, params = [], then = {}) => void waiting.push({ text, params, then }),
    afterCommit: (hook) => void hooks.push(hook),
    actFor: (merchantId) => {
      tx.merchantId = merchantId;
    },
    nested: async (work) => {
      const [mark, merchantId] = [tx.journal.length, tx.merchantId];
      try {
        const value = await work();
        await patiently(open);
        return value;
      } catch (error) {
        waiting.length = 0;
        new View(options.store, tx).undoTo(mark);
        tx.aborted = false;
        tx.merchantId = merchantId;
        throw error;
      }
    },
  };
};

/** What only read has nothing to lose at its end, and nobody waits for it. */
const isHarmless = ({ written, held, aborted }: Transaction): boolean => written.size === 0 && held.length === 0 && !aborted;

const commit = async (open: Open): Promise<void> => {
  const { options: { control, store }, tx, waiting } = open;
  if (waiting.length === 0 && isHarmless(tx)) return store.end(tx);
  const before = control.at('commit');
  if (before) await before.catch((error: unknown) => Promise.reject(new CommitUnknown(error)));
  await patiently(open);
  if (tx.aborted) throw new TransactionAborted();
  store.commit(tx);
  const after = control.at('committed');
  if (after) await after.catch((error: unknown) => Promise.reject(new CommitUnknown(error)));
};

const runOnce = async <T>(options: MemoryOptions, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const begun = options.control.at('begin');
  if (begun) await begun;
  const tx = options.store.begin(options.owner, scope === 'system' ? null : scope);
  const hooks: (() => void)[] = [];
  const open: Open = { options, tx, waiting: [] };
  try {
    const value = await work(openTx(open, hooks));
    await commit(open);
    hooks.forEach((hook) => hook());
    return value;
  } catch (error) {
    options.store.end(tx);
    throw error;
  }
};

/** As the real one repeats: a conflict twice, a connection lost before the COMMIT four times. */
const transact = async <T>(options: MemoryOptions, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> => {
  for (let conflicts = 0, losses = 0; ; ) {
    try {
      return await runOnce(options, scope, work);
    } catch (error) {
      if (isRetryable(error) && (conflicts += 1) < triesMax) continue;
      if (!(error instanceof CommitUnknown) && isConnectionLoss(error) && (losses += 1) <= lossesMax) continue;
      throw error;
    }
  }
};

/** One statement is its own transaction, and one round trip. */
const runAlone = async <T extends object>(options: MemoryOptions, scope: Scope, asked: Asked): Promise<T[]> => {
  const begun = options.control.at('alone');
  if (begun) await begun;
  const tx = options.store.begin(options.owner, scope === 'system' ? null : scope);
  try {
    const rows = (await patiently({ options, tx, waiting: [] }, asked)) as T[];
    options.store.commit(tx);
    return rows;
  } catch (error) {
    options.store.end(tx);
    throw error;
  }
};

/** The kernel's `Database` over the store: the services' own SQL texts, looked up instead of parsed. */
export const openMemory = (options: MemoryOptions): Database => {
  const once = <T extends object>(text: string, params: readonly unknown[] = []): Promise<T[]> => runAlone<T>(options, 'system', { text, params });
  return {
    service: options.service,
    get dataSource(): never {
      throw new Error('The database double has no TypeORM under it');
    },
    query: once,
    transaction: (scope, work) => transact(options, scope, work),
    read: (scope, work) => work({ query: <T extends object>(text: string, params: readonly unknown[] = []) => runAlone<T>(options, scope, { text, params }) }),
    now: () => Promise.resolve(new Date(options.store.clock())),
    stop: () => Promise.resolve(),
  };
};
