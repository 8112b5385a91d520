import { setTimeout as pause } from 'node:timers/promises';
import { schemas } from '@paygraph/gateway/stack/schemas';
import { asOwner } from './strikes/postgres';
import type { System } from './system/system';

export type Waiting = Readonly<{ what: string; count: number }>;

const counted = [
  ...Object.values(schemas).flatMap((schema) => [`SELECT '${schema}.outbox' AS what, count(*)::int AS count FROM ${schema}.outbox`, `SELECT '${schema}.parked', count(*)::int FROM ${schema}.parked`]),
  `SELECT 'operations', count(*)::int FROM payments.operation WHERE state NOT IN ('succeeded', 'failed')`,
  `SELECT 'receipts', count(*)::int FROM fiscalization.receipt WHERE state <> 'registered'`,
  `SELECT 'requests', count(*)::int FROM orders_sync.payment_request WHERE state = 'open'`,
].join(' UNION ALL ');

/** What is still under way, by what the database shows. */
const underWay = async ({ ownerUrl }: System): Promise<Waiting[]> => (await asOwner<Waiting>(ownerUrl, counted)).filter(({ count }) => count > 0);

export type Settled = Readonly<{ ms: number; left: readonly Waiting[] }>;

const lookEveryMs = 1_000;
const quietLooks = 4;

/** Waits until nothing is under way any more, for some looks in a row, or until the patience ends. */
export const settle = async (system: System, { patienceMs, over }: { patienceMs: number; over: AbortSignal }): Promise<Settled> => {
  const from = Date.now();
  let quiet = 0;
  for (;;) {
    const left = await underWay(system).catch((error: unknown) => [{ what: String(error), count: 1 }]);
    quiet = left.length === 0 ? quiet + 1 : 0;
    const ms = Date.now() - from;
    if (quiet === quietLooks || ms > patienceMs || over.aborted) return { ms, left };
    await pause(lookEveryMs);
  }
};
