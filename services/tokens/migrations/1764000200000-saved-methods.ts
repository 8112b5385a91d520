import { isolateByMerchant } from '@paygraph/shared/db/row-level-security';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const savedMethod = `
  CREATE TABLE saved_method (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    customer_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    provider text NOT NULL,
    sealed_reference text NOT NULL,
    fingerprint text NOT NULL,
    brand text NOT NULL,
    last4 text NOT NULL CHECK (last4 ~ '^[0-9]{4}$'),
    expires_on text CHECK (expires_on ~ '^[0-9]{4}-[0-9]{2}$'),
    off_by text[] NOT NULL DEFAULT '{}' CHECK (off_by <@ ARRAY['customer', 'admin']),
    is_default boolean NOT NULL DEFAULT false CHECK (NOT is_default OR off_by = '{}'),
    payment_id uuid NOT NULL,
    added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT saved_method_card UNIQUE (merchant_id, customer_id, contract_id, fingerprint)
  );
  CREATE UNIQUE INDEX saved_method_default ON saved_method (merchant_id, customer_id) WHERE is_default;
  ${isolateByMerchant('saved_method')}
`;

/** What a buyer agreed to or took back, and when: evidence, so no row is ever changed or deleted, not even by the owner's hand. */
const consent = `
  CREATE TABLE consent (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    saved_method_id uuid NOT NULL REFERENCES saved_method (id),
    customer_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('given', 'withdrawn', 'restored')),
    wording_version text,
    payment_id uuid,
    happened_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (kind <> 'given' OR (wording_version IS NOT NULL AND payment_id IS NOT NULL))
  );
  CREATE INDEX consent_of_method ON consent (saved_method_id, recorded_at);
  ${isolateByMerchant('consent')}
  CREATE FUNCTION consent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'The ledger of consents only grows' USING ERRCODE = 'integrity_constraint_violation'; END $$;
  CREATE TRIGGER consent_stays BEFORE UPDATE OR DELETE ON consent FOR EACH ROW EXECUTE FUNCTION consent_stays();
  CREATE TRIGGER consent_stays_whole BEFORE TRUNCATE ON consent FOR EACH STATEMENT EXECUTE FUNCTION consent_stays();
`;

export class SavedMethods1764000200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [savedMethod, consent]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward');
  }
}
