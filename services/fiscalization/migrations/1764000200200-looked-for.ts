import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `first_sent_at`: the first sending under the present key that may have arrived, null when none did; a repeat is looked for from there on.
 * `cause_parts`: into how many documents this one's cause was split.
 */
const columns = `
  ALTER TABLE receipt ADD COLUMN first_sent_at timestamptz, ADD COLUMN cause_parts int NOT NULL DEFAULT 1 CHECK (cause_parts > 0);
  UPDATE receipt SET first_sent_at = sent_at WHERE sent_at IS NOT NULL;
  UPDATE receipt r SET cause_parts = c.parts FROM (
    SELECT child_order_id, cause_event_id, kind, count(*) AS parts FROM receipt GROUP BY 1, 2, 3 HAVING count(*) > 1
  ) c WHERE (r.child_order_id, r.cause_event_id, r.kind) = (c.child_order_id, c.cause_event_id, c.kind);
`;

/** What a repeat must look for, and which document of a split receipt is the last. */
export class LookedFor1764000200200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(columns);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward');
  }
}
