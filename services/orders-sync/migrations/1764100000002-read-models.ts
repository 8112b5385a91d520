import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateByMerchant } from '@paygraph/shared/db/row-level-security';

/** What orders need of the merchant's configuration, copied from merchants.configuration.v1; `version` keeps older news out. */
const known = `
  CREATE TABLE known_legal_entity (
    merchant_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, active boolean NOT NULL, default_vat text NOT NULL, PRIMARY KEY (merchant_id, id)
  );
  CREATE TABLE known_warehouse (
    merchant_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, active boolean NOT NULL, legal_entity_id uuid NOT NULL, PRIMARY KEY (merchant_id, id)
  );
  CREATE TABLE known_vendor (
    merchant_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, active boolean NOT NULL, legal_entity_id uuid, agent jsonb, PRIMARY KEY (merchant_id, id)
  );
  CREATE TABLE known_tax_settings (
    merchant_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, active boolean NOT NULL, delivery_vat text NOT NULL, PRIMARY KEY (merchant_id, id)
  );
  CREATE TABLE known_platform (
    merchant_id uuid NOT NULL, id uuid NOT NULL, version int NOT NULL, active boolean NOT NULL, kind text NOT NULL, sealed_secret text NOT NULL, PRIMARY KEY (merchant_id, id)
  );
  CREATE TABLE status_mapping (
    merchant_id uuid NOT NULL, source text NOT NULL, when_is text NOT NULL, then_do text NOT NULL, PRIMARY KEY (merchant_id, source, when_is)
  );
`;

export class ReadModels1764100000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(known);
    for (const table of ['known_legal_entity', 'known_warehouse', 'known_vendor', 'known_tax_settings', 'known_platform', 'status_mapping']) {
      await runner.query(isolateByMerchant(table));
    }
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward');
  }
}
