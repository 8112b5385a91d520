import { randomUUID } from 'node:crypto';
import type { Database } from '../db/database';
import { newId, type MerchantId } from '../ids';
import { createLog } from '../log';
import { completeWork, scheduleWork, startDueWorker, type DueHandler, type DueWork, type NewWork } from '../messaging/due-work';
import type { Loop } from '../messaging/loop';
import { serviceDatabase, type ServiceDatabase } from './kernel-database';
import { messagingTables } from './messaging-tables';

const log = createLog({ service: 'waiting', level: 'fatal' });
const merchantId = newId<MerchantId>();

export type WaitingWorld = Readonly<{
  db: Database;
  store: ServiceDatabase;
  schedule(more?: Partial<NewWork>): Promise<void>;
  complete(work: DueWork): Promise<void>;
  /** Starts a worker for the kind `inquiry`, stopped by `reset`. */
  work(handler: DueHandler, more?: { leaseMs?: number; concurrency?: number; stopPatienceMs?: number; on?: Database }): Loop;
  rows(): Promise<{ attempt: number; last_error: string | null }[]>;
  /** Lets the pauses of waiting work be over. */
  makeDue(): Promise<unknown>;
  reset(): Promise<void>;
  stop(): Promise<void>;
}>;

/** A service's database with due work of the kind `inquiry`. */
export const waitingWorld = async (service: string): Promise<WaitingWorld> => {
  const store = await serviceDatabase(service, messagingTables);
  const db = await store.open(8);
  const workers: Loop[] = [];
  return {
    db,
    store,
    schedule: (more = {}) => db.transaction('system', (tx) => scheduleWork(tx, { kind: 'inquiry', ref: randomUUID(), merchantId, payload: {}, ...more })),
    complete: (piece) => db.transaction('system', (tx) => completeWork(tx, piece)),
    work: (handler, { on = db, ...more } = {}) => {
      const worker = startDueWorker({ db: on, log, handlers: { inquiry: handler }, ...more });
      workers.push(worker);
      return worker;
    },
    rows: () => db.query('SELECT attempt, last_error FROM due_work'),
    makeDue: () => db.query('UPDATE due_work SET due_at = now() WHERE claimed_until IS NULL'),
    reset: async () => {
      await Promise.all(workers.splice(0).map((worker) => worker.stop()));
      await db.query('DELETE FROM due_work');
    },
    stop: () => store.stop(),
  };
};
