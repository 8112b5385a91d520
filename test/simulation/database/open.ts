import type { Database, Scope, Tx } from '@paygraph/shared/db/database';
import { CommitUnknown, isConnectionLoss, isRetryable, TransactionAborted } from '@paygraph/shared/db/errors';
import { patiently, queueOf, type Asked, type MemoryOptions, type Open } from './execute';
import type { Transaction } from './store';
import { View } from './view';

const triesMax = 3;
const lossesMax = 4;

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
