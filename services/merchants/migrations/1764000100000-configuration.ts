import { idempotencyTable } from '@paygraph/shared/db/idempotency';
import { isolateByMerchant } from '@paygraph/shared/db/row-level-security';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const thing = `
  id uuid PRIMARY KEY,
  merchant_id uuid NOT NULL REFERENCES merchant (id),
  version integer NOT NULL CHECK (version > 0),
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()`;

// The pair keeps a thing of one merchant from pointing at a legal entity of another, whatever the code above does.
const legalEntity = `FOREIGN KEY (merchant_id, legal_entity_id) REFERENCES legal_entity (merchant_id, id)`;
const sealed = `CHECK (sealed ? 'jwe' AND sealed ? 'keyId')`;

const tables: Readonly<Record<string, string>> = {
  merchant: `
    id uuid PRIMARY KEY,
    merchant_id uuid NOT NULL CHECK (merchant_id = id),
    version integer NOT NULL CHECK (version > 0),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    name text NOT NULL, site_url text NOT NULL, active boolean NOT NULL`,
  legal_entity: `${thing},
    name text NOT NULL, inn text NOT NULL CHECK (inn ~ '^([0-9]{10}|[0-9]{12})$'), taxation_system text NOT NULL, default_vat text NOT NULL,
    receipt_sender_email text NOT NULL, active boolean NOT NULL,
    UNIQUE (merchant_id, id), UNIQUE (merchant_id, inn)`,
  vendor: `${thing},
    name text NOT NULL, legal_entity_id uuid, agent jsonb, active boolean NOT NULL,
    UNIQUE (merchant_id, name), CHECK (legal_entity_id IS NULL OR agent IS NULL), ${legalEntity}`,
  warehouse: `${thing},
    code text NOT NULL, name text NOT NULL, legal_entity_id uuid NOT NULL, active boolean NOT NULL,
    UNIQUE (merchant_id, code), ${legalEntity}`,
  contract: `${thing},
    legal_entity_id uuid NOT NULL, name text NOT NULL, provider text NOT NULL, base_url text NOT NULL, sealed jsonb NOT NULL ${sealed},
    capabilities jsonb NOT NULL, settings jsonb NOT NULL, active boolean NOT NULL,
    UNIQUE (merchant_id, name), ${legalEntity}`,
  cash_register: `${thing},
    legal_entity_id uuid NOT NULL, name text NOT NULL, connector text NOT NULL, base_url text NOT NULL, sealed jsonb NOT NULL ${sealed},
    closing_settlement text NOT NULL, active boolean NOT NULL,
    UNIQUE (merchant_id, name), ${legalEntity}`,
  tax_settings: `${thing},
    default_vat text NOT NULL, delivery_vat text NOT NULL, rates jsonb NOT NULL,
    UNIQUE (merchant_id)`,
  platform: `${thing},
    kind text NOT NULL, name text NOT NULL, sealed jsonb NOT NULL ${sealed}, active boolean NOT NULL,
    UNIQUE (merchant_id, name)`,
};

/** One table for each kind of configured thing: its present state and the number of its changes. */
export class Configuration1764000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(idempotencyTable);
    for (const [name, columns] of Object.entries(tables)) await runner.query(`CREATE TABLE ${name} (${columns}); ${isolateByMerchant(name)}`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only'));
  }
}
