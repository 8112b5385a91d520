import { isolateByMerchant } from '@paygraph/shared/db/row-level-security';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the service has learnt from others' events: enough to plan a receipt without asking anybody. */
const readModels = `
  CREATE TABLE legal_entity (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    name text NOT NULL,
    inn text NOT NULL,
    taxation_system text NOT NULL,
    sender_email text NOT NULL,
    active boolean NOT NULL
  );
  CREATE TABLE cash_register (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    legal_entity_id uuid NOT NULL,
    name text NOT NULL,
    connector text NOT NULL,
    base_url text NOT NULL,
    sealed_credentials text NOT NULL,
    closing_settlement text NOT NULL CHECK (closing_settlement IN ('advance', 'cashless')),
    active boolean NOT NULL,
    known_since timestamptz NOT NULL DEFAULT clock_timestamp()
  );
  CREATE INDEX cash_register_entity ON cash_register (legal_entity_id);
  CREATE TABLE tax_settings (merchant_id uuid PRIMARY KEY, rates jsonb NOT NULL);
  CREATE TABLE shop_order (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    number text NOT NULL,
    customer_id uuid,
    total bigint NOT NULL CHECK (total >= 0),
    sealed_contact text NOT NULL
  );
  CREATE TABLE child_order (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    order_id uuid NOT NULL REFERENCES shop_order (id),
    number text NOT NULL,
    legal_entity_id uuid NOT NULL,
    vendor_id uuid,
    position int NOT NULL,
    total bigint NOT NULL CHECK (total >= 0),
    lines jsonb NOT NULL,
    handed_over_on date
  );
  CREATE INDEX child_order_order ON child_order (order_id);
  CREATE TABLE payment (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    order_id uuid NOT NULL,
    legal_entity_id uuid,
    provider text,
    provider_payment_id text,
    captured boolean NOT NULL DEFAULT false
  );
  CREATE INDEX payment_order ON payment (order_id);
`;

/** `seq` numbers a child order's receipts: each is registered only after the one before. `parts` is what was planned, rows are what is printed. `request` is json, not jsonb: a repeat must send the same bytes, field order included. */
const receipts = `
  CREATE TABLE receipt (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    order_id uuid NOT NULL,
    child_order_id uuid NOT NULL REFERENCES child_order (id),
    payment_id uuid NOT NULL,
    payment_ref text,
    legal_entity_id uuid NOT NULL,
    cash_register_id uuid NOT NULL,
    seq int NOT NULL CHECK (seq > 0),
    kind text NOT NULL CHECK (kind IN ('prepayment', 'closing', 'prepayment_refund', 'refund')),
    state text NOT NULL CHECK (state IN ('planned', 'sent', 'unknown', 'registered', 'failed')),
    cause_event_id uuid NOT NULL,
    cause_part int NOT NULL,
    total bigint NOT NULL CHECK (total > 0),
    parts jsonb NOT NULL,
    print_key text NOT NULL,
    request json,
    sealed_contact text,
    sent_at timestamptz,
    asks int NOT NULL DEFAULT 0,
    tries int NOT NULL DEFAULT 0,
    remote_id text,
    event_version int NOT NULL DEFAULT 1,
    problem text,
    overdue_since timestamptz,
    planned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT receipt_business_key UNIQUE (child_order_id, cause_event_id, kind, cause_part),
    CONSTRAINT receipt_chain UNIQUE (child_order_id, seq),
    CONSTRAINT receipt_sent_with_body CHECK (state NOT IN ('sent', 'unknown', 'registered') OR (request IS NOT NULL AND sent_at IS NOT NULL))
  );
  CREATE INDEX receipt_order ON receipt (order_id);
  CREATE INDEX receipt_list ON receipt (merchant_id, planned_at DESC, id DESC);
  CREATE INDEX receipt_payment ON receipt (payment_id) WHERE remote_id IS NOT NULL;
  CREATE TABLE receipt_line (
    receipt_id uuid NOT NULL REFERENCES receipt (id),
    position int NOT NULL,
    merchant_id uuid NOT NULL,
    line_id uuid NOT NULL,
    name text NOT NULL,
    price bigint NOT NULL,
    quantity_milli bigint NOT NULL,
    sum bigint NOT NULL,
    measure smallint NOT NULL,
    subject smallint NOT NULL,
    method smallint NOT NULL,
    vat_code smallint,
    vat_sum bigint,
    agent jsonb,
    PRIMARY KEY (receipt_id, position)
  );
  CREATE TABLE receipt_fiscal (
    receipt_id uuid PRIMARY KEY REFERENCES receipt (id),
    merchant_id uuid NOT NULL,
    cash_register_id uuid NOT NULL,
    fn text NOT NULL,
    fd text NOT NULL,
    fp text NOT NULL,
    shift text,
    receipt_number text,
    registration_number text,
    registered_at timestamptz NOT NULL,
    qr text NOT NULL,
    url text
  );
  CREATE TABLE register_call (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    merchant_id uuid NOT NULL,
    receipt_id uuid NOT NULL,
    operation text NOT NULL,
    outcome text NOT NULL,
    reason text,
    duration_ms int NOT NULL,
    called_at timestamptz NOT NULL DEFAULT clock_timestamp()
  );
  CREATE INDEX register_call_receipt ON register_call (receipt_id, id);
`;

const isolated = [
  'legal_entity', 'cash_register', 'tax_settings', 'shop_order', 'child_order', 'payment', 'receipt', 'receipt_line', 'receipt_fiscal', 'register_call',
];

export class Receipts1764000200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [readModels, receipts, ...isolated.map(isolateByMerchant)]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward');
  }
}
