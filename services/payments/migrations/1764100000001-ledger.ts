import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateByMerchant } from '@paygraph/shared/db/row-level-security';

const table = `
  CREATE TABLE ledger_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    merchant_id uuid NOT NULL,
    movement text NOT NULL,
    payment_id uuid NOT NULL REFERENCES payment (id),
    operation_id uuid NOT NULL REFERENCES operation (id),
    contract_id uuid NOT NULL,
    account text NOT NULL CHECK (account IN ('buyer', 'hold', 'acquirer_receivable', 'surplus')),
    legal_entity_id uuid,
    amount bigint NOT NULL CHECK (amount <> 0),
    currency text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- A movement of an operation is booked once: a second worker that settles the same operation is stopped here at the latest.
    CONSTRAINT ledger_once UNIQUE NULLS NOT DISTINCT (operation_id, movement, account, legal_entity_id)
  );
  CREATE INDEX ledger_by_payment ON ledger_entry (payment_id);
  CREATE INDEX ledger_by_account ON ledger_entry (merchant_id, account, legal_entity_id);
  ${isolateByMerchant('ledger_entry')}
`;

// Grants are renewed by every migration run, so append-only is held by triggers, which bind the owner too.
const appendOnly = `
  CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION '% is append-only: correct it by a new row', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END $$;
  CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION append_only();
  CREATE FUNCTION ledger_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM added GROUP BY operation_id, movement, currency HAVING sum(amount) <> 0)
    THEN RAISE EXCEPTION 'the rows of a movement must add up to zero' USING ERRCODE = 'check_violation'; END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER ledger_balanced AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_balanced();
`;

/** Double-entry bookkeeping: balances are sums over rows that never change. */
export class Ledger1764100000001 implements MigrationInterface {
  name = 'Ledger1764100000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(table);
    await runner.query(appendOnly);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations run forward only'));
  }
}
