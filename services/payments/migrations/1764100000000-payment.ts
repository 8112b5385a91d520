import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateByMerchant } from '@paygraph/shared/db/row-level-security';

// The sums are the fold of the operations, written with them; the constraints stand behind the domain's own rules, not instead of them.
const payment = `
  CREATE TABLE payment (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    order_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    legal_entity_id uuid NOT NULL,
    customer_id uuid,
    provider text NOT NULL,
    method text NOT NULL,
    currency text NOT NULL CHECK (currency = 'RUB'),
    amount bigint NOT NULL CHECK (amount > 0),
    state text NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    return_url text,
    consent_wording text,
    consent_given_at timestamptz,
    routing jsonb NOT NULL,
    page_id text,
    page_url text,
    page_expires_at timestamptz,
    provider_payment_id text,
    hold_expires_at timestamptz,
    decline_reason text,
    review_reason text,
    authorized bigint NOT NULL DEFAULT 0 CHECK (authorized >= 0),
    captured bigint NOT NULL DEFAULT 0 CHECK (captured >= 0),
    released bigint NOT NULL DEFAULT 0 CHECK (released >= 0),
    refunded bigint NOT NULL DEFAULT 0 CHECK (refunded >= 0),
    refund_pending bigint NOT NULL DEFAULT 0 CHECK (refund_pending >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT payment_authorized_within_amount CHECK (authorized <= amount),
    CONSTRAINT payment_captured_within_authorized CHECK (captured + released <= authorized),
    CONSTRAINT payment_refunded_within_captured CHECK (refunded + refund_pending <= captured)
  );
  CREATE INDEX payment_by_order ON payment (order_id);
  CREATE INDEX payment_by_merchant ON payment (merchant_id, id);
  CREATE UNIQUE INDEX payment_by_provider ON payment (contract_id, provider_payment_id) WHERE provider_payment_id IS NOT NULL;
  CREATE UNIQUE INDEX payment_one_live_per_order ON payment (order_id)
    WHERE state IN ('authorized', 'capturing', 'voiding', 'captured', 'partially_refunded');
  CREATE UNIQUE INDEX payment_one_open_per_order ON payment (order_id) WHERE state IN ('created', 'awaiting_buyer');
  ${isolateByMerchant('payment')}
`;

const operation = `
  CREATE TABLE operation (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    payment_id uuid NOT NULL REFERENCES payment (id),
    seq integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('open_page', 'authorize', 'capture', 'void', 'refund', 'surplus', 'return_surplus')),
    state text NOT NULL CHECK (state IN ('requested', 'sent', 'accepted', 'unknown', 'succeeded', 'failed')),
    amount bigint NOT NULL CHECK (amount > 0),
    released bigint NOT NULL DEFAULT 0 CHECK (released >= 0),
    request_id uuid,
    origin text NOT NULL,
    reason text NOT NULL,
    children jsonb NOT NULL,
    by_lines boolean NOT NULL,
    provider_payment_id text,
    provider_ref text,
    known_refs text[] NOT NULL DEFAULT '{}',
    attempts integer NOT NULL DEFAULT 0,
    inquiries integer NOT NULL DEFAULT 0,
    proofs integer NOT NULL DEFAULT 0,
    was_unknown boolean NOT NULL DEFAULT false,
    sent_at timestamptz,
    failure text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT operation_in_order UNIQUE (payment_id, seq)
  );
  CREATE UNIQUE INDEX operation_once_per_request ON operation (payment_id, kind, request_id) WHERE request_id IS NOT NULL;
  CREATE UNIQUE INDEX operation_one_capture ON operation (payment_id) WHERE kind = 'capture' AND state <> 'failed';
  CREATE UNIQUE INDEX operation_one_arrival ON operation (payment_id, provider_payment_id) WHERE kind IN ('authorize', 'surplus');
  CREATE UNIQUE INDEX operation_one_provider_ref ON operation (payment_id, provider_payment_id, provider_ref) WHERE provider_ref IS NOT NULL;
  ${isolateByMerchant('operation')}
`;

// What an operation is about never changes, and its end is the end: a late answer cannot reopen it.
const guard = `
  CREATE FUNCTION operation_guard() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'operations are never deleted' USING ERRCODE = 'restrict_violation'; END IF;
    IF OLD.state IN ('succeeded', 'failed') THEN RAISE EXCEPTION 'operation % has ended and cannot change', OLD.id USING ERRCODE = 'restrict_violation'; END IF;
    IF (NEW.id, NEW.merchant_id, NEW.payment_id, NEW.seq, NEW.kind, NEW.amount, NEW.released, NEW.request_id) IS DISTINCT FROM
       (OLD.id, OLD.merchant_id, OLD.payment_id, OLD.seq, OLD.kind, OLD.amount, OLD.released, OLD.request_id)
    THEN RAISE EXCEPTION 'what operation % is about cannot change', OLD.id USING ERRCODE = 'restrict_violation'; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER operation_guard BEFORE UPDATE OR DELETE ON operation FOR EACH ROW EXECUTE FUNCTION operation_guard();
`;

/** Payments and what was done to them. */
export class Payment1764100000000 implements MigrationInterface {
  name = 'Payment1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(payment);
    await runner.query(operation);
    await runner.query(guard);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations run forward only'));
  }
}
