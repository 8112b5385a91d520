import type { MigrationInterface, QueryRunner } from 'typeorm';
import { idempotencyTable } from '@paygraph/shared/db/idempotency';
import { isolateByMerchant } from '@paygraph/shared/db/row-level-security';

const orders = `
  CREATE TABLE order_facts (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    number text NOT NULL,
    customer_id uuid,
    total bigint NOT NULL CHECK (total >= 0),
    sealed_contact text NOT NULL,
    children jsonb NOT NULL,
    cancelled boolean NOT NULL DEFAULT false
  );
  ${isolateByMerchant('order_facts')}
`;

// `position` keeps the order in which the merchant configured its contracts, which routing follows.
const contracts = `
  CREATE TABLE contract_facts (
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    legal_entity_id uuid NOT NULL,
    name text NOT NULL,
    provider text NOT NULL,
    base_url text NOT NULL,
    sealed_credentials text NOT NULL,
    capabilities jsonb NOT NULL,
    settings jsonb NOT NULL,
    active boolean NOT NULL
  );
  CREATE INDEX contract_by_merchant ON contract_facts (merchant_id, position);
  ${isolateByMerchant('contract_facts')}
`;

/** What this service keeps of other services' facts, and the keys of its mutations. */
export class ReadModels1764100000003 implements MigrationInterface {
  name = 'ReadModels1764100000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(orders);
    await runner.query(contracts);
    await runner.query(idempotencyTable);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations run forward only'));
  }
}
