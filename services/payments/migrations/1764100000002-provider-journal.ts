import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateByMerchant } from '@paygraph/shared/db/row-level-security';

// The raw bytes hold the buyer's contact: they are read by this service only and never shown, logged or published.
const notification = `
  CREATE TABLE provider_notification (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    provider text NOT NULL,
    dedupe_key text NOT NULL,
    content_type text NOT NULL,
    raw bytea NOT NULL,
    verdict text NOT NULL DEFAULT 'received',
    payment_id uuid,
    seen integer NOT NULL DEFAULT 1,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    decided_at timestamptz,
    CONSTRAINT provider_notification_once UNIQUE (contract_id, dedupe_key)
  );
  ${isolateByMerchant('provider_notification')}
`;

const call = `
  CREATE TABLE provider_call (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    merchant_id uuid NOT NULL,
    payment_id uuid NOT NULL,
    operation_id uuid,
    direction text NOT NULL CHECK (direction IN ('intent', 'out', 'in')),
    action text NOT NULL,
    request jsonb NOT NULL,
    answer jsonb,
    status integer,
    outcome text NOT NULL,
    took_ms integer,
    happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    search tsvector GENERATED ALWAYS AS (
      to_tsvector('simple', action || ' ' || outcome) || to_tsvector('simple', request) || to_tsvector('simple', coalesce(answer, 'null'::jsonb))
    ) STORED
  );
  CREATE INDEX provider_call_by_payment ON provider_call (payment_id, happened_at, id);
  CREATE INDEX provider_call_search ON provider_call USING gin (search);
  CREATE TRIGGER provider_call_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON provider_call FOR EACH STATEMENT EXECUTE FUNCTION append_only();
  ${isolateByMerchant('provider_call')}
`;

/** What was said between us and the provider: notifications as they came, calls masked. */
export class ProviderJournal1764100000002 implements MigrationInterface {
  name = 'ProviderJournal1764100000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(notification);
    await runner.query(call);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations run forward only'));
  }
}
