import type { Sql } from '@paygraph/shared/db/sql';

export type RegisterCallRow = Readonly<{ operation: string; outcome: string; reason: string | null; durationMs: number; calledAt: Date }>;

const callsMax = 200;

/** What was asked of the register about a receipt, the newest first. */
export const callsOfReceipt = (sql: Sql, receiptId: string): Promise<RegisterCallRow[]> =>
  sql.query<RegisterCallRow>(
    `SELECT operation, outcome, reason, duration_ms AS "durationMs", called_at AS "calledAt" FROM register_call WHERE receipt_id = $1 ORDER BY id DESC LIMIT ${callsMax}`,
    [receiptId],
  );
