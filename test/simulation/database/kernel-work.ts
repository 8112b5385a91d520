import { dueWork, idempotency, type WorkRow } from './kernel-tables';
import type { Statements } from './statements';
import type { View } from './view';

const isDue = (row: WorkRow, { kinds, now }: { kinds: readonly string[]; now: number }): boolean =>
  row.due_at <= now && kinds.includes(row.kind) && (row.claimed_until === null || row.claimed_until <= now);

const byDueTime = (a: WorkRow, b: WorkRow): number => a.due_at - b.due_at || (a.id < b.id ? -1 : 1);

/** Of each free `ref` the oldest piece; a ref is busy while another of its pieces holds a lease. */
const claimable = (view: View, kinds: readonly string[], max: number): WorkRow[] => {
  const now = view.tx.startedAt;
  const all = view.rows(dueWork);
  const isBusy = (row: WorkRow): boolean => all.some((other) => other.ref === row.ref && other.id !== row.id && other.claimed_until !== null && other.claimed_until > now);
  const candidates = all.filter((row) => isDue(row, { kinds, now }) && !isBusy(row)).sort(byDueTime);
  const firsts = new Map<string, WorkRow>();
  for (const row of candidates.slice(0, max * 20)) if (!firsts.has(row.ref)) firsts.set(row.ref, row);
  return [...firsts.values()].slice(0, max);
};

/** The row of this claim, locked; undefined when it is somebody else's by now. */
const held = (view: View, id: string, fence: number | string): WorkRow | undefined => {
  const row = view.get(dueWork, id);
  if (row === undefined) return undefined;
  view.lock(dueWork, row);
  return row.fence === Number(fence) && row.claimed_until !== null ? row : undefined;
};

const queue: Statements = {
  // scheduleWork
  'INSERT INTO due_work (id, #644f8ac0': (view, [id, kind, ref, key, merchantId, payload, dueInMs, traceparent]: [string, string, string, string, string, string, number, string | null]) => {
    const row = { id, kind, ref, key, merchant_id: merchantId, payload: JSON.parse(payload) as object, due_at: view.store.clock() + dueInMs, traceparent, attempt: 0, fence: 0, claimed_until: null, last_error: null, failures: 0 };
    if (view.inTheWay(dueWork, row, 'due_work_key') === undefined) view.insert(dueWork, row);
    return [];
  },
  'DELETE FROM due_work WHERE #0ce9d76b': (view, [id, fence]: [string, number]) => {
    const row = held(view, id, fence);
    if (row) view.remove(dueWork, row);
    return row ? [{ id }] : [];
  },
  'UPDATE due_work SET due_at #731add06': (view, [id, fence, dueInMs, payload]: [string, number, number, string | null]) => {
    const row = held(view, id, fence);
    if (row) view.update(dueWork, row, { due_at: view.store.clock() + dueInMs, claimed_until: null, last_error: null, failures: 0, ...(payload === null ? {} : { payload: JSON.parse(payload) as object }) });
    return row ? [{ id }] : [];
  },
  'DELETE FROM due_work WHERE #02b6fae3': (view, [kind, key]: [string, string]) => {
    const row = view.first(dueWork, (one) => one.kind === kind && one.key === key && one.claimed_until === null);
    if (row) view.remove(dueWork, row);
    return [];
  },
};

const claiming: Statements = {
  'SELECT pg_advisory_xact_lock(hashtext($1), 0) #7fcc81e3': (view, [name]: [string]) => {
    view.hold(`advisory/${name}`);
    return [{}];
  },
  'SELECT FROM due_work WHERE #fd474f4a': (view, [kinds]: [readonly string[]]) => view.where(dueWork, (row) => isDue(row, { kinds, now: view.tx.startedAt })).slice(0, 1).map(() => ({})),
  // claim
  'WITH candidate AS ( #e2c94393': (view, [kinds, max, leaseMs]: [readonly string[], number, number]) =>
    claimable(view, kinds, max).flatMap((row) => {
      if (!view.tryLock(dueWork, row)) return [];
      const { id, kind, ref, merchant_id, payload, attempt, fence, traceparent } = view.update(dueWork, row, { claimed_until: view.store.clock() + leaseMs, fence: row.fence + 1, attempt: row.attempt + 1 });
      return [{ id, kind, ref, merchant_id, payload, attempt, fence: String(fence), traceparent }];
    }),
  // renew
  'UPDATE due_work d SET #ddbe2b19': (view, [ids, fences, leaseMs]: [readonly string[], readonly number[], number]) => {
    ids.forEach((id, at) => {
      const row = held(view, id, fences[at] ?? -1);
      if (row) view.update(dueWork, row, { claimed_until: view.store.clock() + leaseMs });
    });
    return [];
  },
  // release
  'UPDATE due_work SET claimed_until #b4cabc3c': (view, [id, fence, reason]: [string, number, string]) => {
    const row = held(view, id, fence);
    if (row) view.update(dueWork, row, { claimed_until: null, last_error: reason, failures: row.failures + 1, due_at: view.store.clock() + 1_000 * Math.min(300, 2 ** Math.min(row.failures, 20)) });
    return row ? [{ id }] : [];
  },
};

const keyOf = (merchantId: string, operation: string, key: string): string => `${merchantId}/${operation}/${key}`;
type Place = [merchantId: string, operation: string, key: string, last: string];

const keys: Statements = {
  'INSERT INTO idempotency (merchant_id, #47a00244': (view, [merchant_id, operation, key, request_hash]: Place) => {
    const row = { merchant_id, operation, key, request_hash, response: null };
    if (view.inTheWay(idempotency, row) !== undefined) return [];
    view.insert(idempotency, row);
    return [{ claimed: 1 }];
  },
  'SELECT request_hash, response FROM #8d0c163b': (view, place: Place) => {
    const row = view.get(idempotency, keyOf(...(place.slice(0, 3) as [string, string, string])));
    return row ? [{ request_hash: row.request_hash, response: row.response }] : [];
  },
  'UPDATE idempotency SET response #c6e7a111': (view, [merchantId, operation, key, response]: Place) => {
    const row = view.get(idempotency, keyOf(merchantId, operation, key));
    if (row) view.update(idempotency, row, { response: JSON.parse(response) as unknown });
    return [];
  },
  'DELETE FROM idempotency WHERE #5b71433b': (view, [merchantId, operation, key]: Place) => {
    const row = view.get(idempotency, keyOf(merchantId, operation, key));
    if (row) view.remove(idempotency, row);
    return [];
  },
};

/** What waits for its time, and what each key of a mutation was used for. */
export const workStatements: Statements = { ...queue, ...claiming, ...keys };
