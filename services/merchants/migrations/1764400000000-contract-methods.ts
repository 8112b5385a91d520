import { isolateByMerchant } from '@paygraph/shared/db/row-level-security';
import type { MigrationInterface, QueryRunner } from 'typeorm';

// What one set of capabilities said of all methods is said of each: only cards are held.
const methodsOfCapabilities = `
  SELECT jsonb_agg(jsonb_build_object(
    'method', method, 'hold', method = 'card' AND (capabilities->>'hold')::boolean, 'holdDays', capabilities->'holdDays',
    'partialCapture', method = 'card' AND (capabilities->>'partialCapture')::boolean, 'partialRefund', capabilities->'partialRefund',
    'saved', method = 'card' AND (capabilities->>'savedCards')::boolean, 'payee', 'settlement', 'minAmount', NULL, 'maxAmount', NULL, 'feeBasisPoints', NULL
  ) ORDER BY place)
  FROM jsonb_array_elements_text(capabilities->'methods') WITH ORDINALITY AS given (method, place)`;

const routing = `
  CREATE TABLE routing (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL REFERENCES merchant (id),
    version integer NOT NULL CHECK (version > 0),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    rules jsonb NOT NULL,
    hiding jsonb NOT NULL,
    UNIQUE (merchant_id)
  );
  ${isolateByMerchant('routing')}
`;

/** A contract tells what it can do by method, and its bank; a merchant tells which contract takes what. */
export class ContractMethods1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE contract ADD COLUMN bank text, ADD COLUMN methods jsonb, NO FORCE ROW LEVEL SECURITY;
      UPDATE contract SET methods = (${methodsOfCapabilities});
      ALTER TABLE contract ALTER COLUMN methods SET NOT NULL, DROP COLUMN capabilities, FORCE ROW LEVEL SECURITY;
    `);
    await runner.query(routing);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only'));
  }
}
