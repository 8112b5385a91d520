import type { MigrationInterface, QueryRunner } from 'typeorm';
import { idempotencyTable } from '@paygraph/shared/db/idempotency';
import { isolateByMerchant } from '@paygraph/shared/db/row-level-security';

/** `version` counts the order's events on orders.order.v1, `seq` its timeline; both grow only under the row's lock. */
const orders = `
  CREATE TABLE orders (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    number text NOT NULL,
    customer_id uuid,
    status text NOT NULL,
    total bigint NOT NULL CHECK (total > 0),
    sealed_contact text NOT NULL,
    return_url text,
    version int NOT NULL,
    seq int NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT orders_number UNIQUE (merchant_id, number)
  ) WITH (fillfactor = 80);
  CREATE INDEX orders_newest ON orders (merchant_id, id DESC);
  CREATE INDEX orders_of_customer ON orders (merchant_id, customer_id, id DESC) WHERE customer_id IS NOT NULL;

  CREATE TABLE child_order (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    order_id uuid NOT NULL REFERENCES orders,
    position smallint NOT NULL,
    number text NOT NULL,
    legal_entity_id uuid NOT NULL,
    warehouse_id uuid NOT NULL,
    vendor_id uuid,
    status text NOT NULL,
    total bigint NOT NULL CHECK (total >= 0),
    delivery_version int NOT NULL DEFAULT 0,
    CONSTRAINT child_order_position UNIQUE (order_id, position),
    CONSTRAINT child_order_number UNIQUE (merchant_id, number)
  ) WITH (fillfactor = 80);
  CREATE INDEX child_order_of_vendor ON child_order (merchant_id, vendor_id, order_id) WHERE vendor_id IS NOT NULL;
`;

const lines = `
  CREATE TABLE order_line (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    child_order_id uuid NOT NULL REFERENCES child_order,
    position smallint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    sku text,
    quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
    measure text NOT NULL,
    price bigint NOT NULL CHECK (price >= 0),
    discount bigint NOT NULL CHECK (discount >= 0),
    total bigint NOT NULL CHECK (total >= 0),
    vat_category text NOT NULL,
    agent jsonb,
    picked_milli bigint CHECK (picked_milli BETWEEN 0 AND quantity_milli),
    returned_milli bigint NOT NULL DEFAULT 0 CHECK (returned_milli BETWEEN 0 AND coalesce(picked_milli, quantity_milli)),
    taken_milli bigint NOT NULL DEFAULT 0 CHECK (taken_milli BETWEEN 0 AND quantity_milli),
    asked_back_milli bigint NOT NULL DEFAULT 0 CHECK (asked_back_milli BETWEEN 0 AND taken_milli),
    CONSTRAINT order_line_position UNIQUE (child_order_id, position)
  ) WITH (fillfactor = 80);
`;

/** What is known of the order's payments, and what was asked of the payments service. */
const money = `
  CREATE TABLE order_payment (
    order_id uuid NOT NULL REFERENCES orders,
    payment_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    position smallint NOT NULL,
    state text NOT NULL,
    authorized bigint NOT NULL,
    captured bigint NOT NULL,
    refunded bigint NOT NULL CHECK (refunded <= captured),
    PRIMARY KEY (order_id, payment_id)
  ) WITH (fillfactor = 80);
  CREATE TABLE payment_request (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    order_id uuid NOT NULL REFERENCES orders,
    position smallint NOT NULL,
    kind text NOT NULL,
    total bigint NOT NULL,
    child_ids uuid[] NOT NULL,
    state text NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT payment_request_position UNIQUE (order_id, position)
  ) WITH (fillfactor = 80);
`;

/**
 * The history. `seq` has no gaps within an order. Readers across orders go by (xid, id) and only below the oldest open transaction:
 * ids alone are drawn before the commit, so a cursor over them passes rows that become visible later.
 */
const timeline = `
  CREATE TABLE timeline (
    order_id uuid NOT NULL REFERENCES orders,
    seq int NOT NULL CHECK (seq > 0),
    merchant_id uuid NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    child_order_id uuid,
    kind text NOT NULL,
    facts jsonb NOT NULL,
    happened_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (order_id, seq)
  );
  CREATE INDEX timeline_feed ON timeline (merchant_id, xid, id);
  CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'The timeline only grows'; END $$;
  CREATE TRIGGER timeline_grows BEFORE UPDATE OR DELETE ON timeline FOR EACH ROW EXECUTE FUNCTION refuse_change();
`;

export class Orders1764100000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [orders, lines, money, timeline, idempotencyTable]) await runner.query(part);
    for (const table of ['orders', 'child_order', 'order_line', 'order_payment', 'payment_request', 'timeline']) await runner.query(isolateByMerchant(table));
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward');
  }
}
