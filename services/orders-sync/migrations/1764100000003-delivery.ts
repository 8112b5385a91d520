import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateByMerchant } from '@paygraph/shared/db/row-level-security';

/** Every authentic call of a carrier, as it came and as it was read. `child_order_id` is empty while its order is not known. */
const signals = `
  CREATE TABLE delivery_signal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    merchant_id uuid NOT NULL,
    source text NOT NULL,
    signal_id text NOT NULL,
    raw bytea NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    child_order_id uuid REFERENCES child_order,
    position int,
    carrier text,
    shipment_id text,
    direction text,
    kind text,
    occurred_at timestamptz,
    CONSTRAINT delivery_signal_once UNIQUE (merchant_id, source, signal_id),
    CONSTRAINT delivery_signal_matched CHECK ((child_order_id IS NULL) = (position IS NULL))
  );
  CREATE INDEX delivery_signal_of_child ON delivery_signal (child_order_id, position) WHERE child_order_id IS NOT NULL;
`;

export class Delivery1764100000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(signals);
    await runner.query(isolateByMerchant('delivery_signal'));
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward');
  }
}
