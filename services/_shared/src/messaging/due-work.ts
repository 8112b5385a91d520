import { mustTouch, type Tx } from '../db/sql';
import { newId, type MerchantId } from '../ids';
import { currentTraceparent } from '../trace-context';
import { noteSettled } from './due-work-store';
import { wakes } from './wakes';

export { startDueWorker, type DueHandler } from './due-worker';

/** A claimed piece of work. `attempt` counts the runs, this one included (1 at first); `fence` proves that the claim is still ours. */
export type DueWork<P = unknown> = Readonly<{
  id: string;
  kind: string;
  /** What it is about (a payment's id): of all work with one ref at most one piece runs at a time. */
  ref: string;
  merchantId: MerchantId;
  payload: P;
  attempt: number;
  fence: number;
}>;

export type NewWork = Readonly<{
  kind: string;
  ref: string;
  merchantId: MerchantId;
  payload: object;
  /** What makes it the same work, `ref` unless told. While such a row waits or runs, scheduling it again does nothing: news that must not be missed by a running piece needs a key of its own. */
  key?: string;
  /** Milliseconds from now by the database's clock, 0 unless told. */
  dueInMs?: number;
}>;

/** Another worker took this work over (the lease ran out): what was done here must not be saved. */
export class FenceLost extends Error {
  constructor({ kind, ref }: Pick<DueWork, 'kind' | 'ref'>) {
    super(`The work ${kind} of ${ref} was taken over by another worker; this run must not save anything`);
    this.name = 'FenceLost';
  }
}

const insert = `
  INSERT INTO due_work (id, kind, ref, key, merchant_id, payload, due_at, traceparent)
  VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(secs => $7::double precision / 1000), $8)
  ON CONFLICT (kind, key) DO NOTHING`;

/** Puts work into the queue in the caller's transaction: it exists exactly when the change that asks for it does. */
export const scheduleWork = async (tx: Tx, { kind, ref, merchantId, payload, key = ref, dueInMs = 0 }: NewWork): Promise<void> => {
  tx.write(insert, [newId(), kind, ref, key, merchantId, JSON.stringify(payload), dueInMs, currentTraceparent() ?? null]);
  if (dueInMs <= 0) tx.afterCommit(() => wakes(tx).fire('due-work'));
};

/** Of work that is not ours any more, nothing is saved that would be saved with it. */
const ifOurs = (work: DueWork) => ({ otherwise: () => new FenceLost(work) });

const remove = mustTouch('DELETE FROM due_work WHERE id = $1 AND fence = $2 AND claimed_until IS NOT NULL RETURNING id');

/** Ends the work in the transaction that saves its outcome, which fails with FenceLost when the work was taken over. */
export const completeWork = async (tx: Tx, work: DueWork): Promise<void> => {
  tx.write(remove, [work.id, work.fence], ifOurs(work));
  tx.afterCommit(() => noteSettled(work));
};

const postpone = mustTouch(`
  UPDATE due_work SET due_at = clock_timestamp() + make_interval(secs => $3::double precision / 1000), claimed_until = NULL, last_error = NULL, failures = 0,
    payload = coalesce($4::jsonb, payload)
  WHERE id = $1 AND fence = $2 AND claimed_until IS NOT NULL RETURNING id`);

/** Keeps the work for later, with another payload if given. The transaction fails with FenceLost as by `completeWork`. */
export const rescheduleWork = async (tx: Tx, work: DueWork, { dueInMs, payload }: Readonly<{ dueInMs: number; payload?: object }>): Promise<void> => {
  tx.write(postpone, [work.id, work.fence, dueInMs, payload === undefined ? null : JSON.stringify(payload)], ifOurs(work));
  tx.afterCommit(() => noteSettled(work));
};

/**
 * Takes waiting work out of the queue that has become needless. A run that is under way goes on: it may be in the middle of a call
 * whose outcome must be saved, and until it ends nothing else of its ref may begin.
 */
export const cancelWork = async (tx: Tx, { kind, key }: Readonly<{ kind: string; key: string }>): Promise<void> => {
  tx.write('DELETE FROM due_work WHERE kind = $1 AND key = $2 AND claimed_until IS NULL', [kind, key]);
};
