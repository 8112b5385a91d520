import type { Sql, Tx } from '@paygraph/shared/db/database';
import type { LegalEntityId, MerchantId, VendorId, WarehouseId } from '@paygraph/shared/ids';
import type { Known } from '../domain/known';
import type { Agent, VatCategory } from '../domain/words';

type Loaded = {
  warehouses: { id: WarehouseId; legalEntityId: LegalEntityId }[] | null;
  legal_entities: { id: LegalEntityId; defaultVat: VatCategory }[] | null;
  vendors: { id: VendorId; legalEntityId: LegalEntityId | null; agent: Agent | null }[] | null;
  delivery_vat: VatCategory | null;
};

const load = `SELECT
  (SELECT json_agg(json_build_object('id', id, 'legalEntityId', legal_entity_id)) FROM known_warehouse WHERE active AND id = ANY($1::uuid[])) AS warehouses,
  (SELECT json_agg(json_build_object('id', id, 'defaultVat', default_vat)) FROM known_legal_entity WHERE active) AS legal_entities,
  (SELECT json_agg(json_build_object('id', id, 'legalEntityId', legal_entity_id, 'agent', agent)) FROM known_vendor WHERE active AND id = ANY($2::uuid[])) AS vendors,
  (SELECT delivery_vat FROM known_tax_settings WHERE active ORDER BY id LIMIT 1) AS delivery_vat`;

const byId = <T extends { id: string }>(rows: readonly T[] | null): Map<T['id'], T> => new Map((rows ?? []).map((row) => [row.id, row]));

/** What is known of the merchant's things that an order names. */
export const loadKnown = async (sql: Sql, { warehouseIds, vendorIds }: { warehouseIds: readonly string[]; vendorIds: readonly string[] }): Promise<Known> => {
  const [row] = await sql.query<Loaded>(load, [warehouseIds, vendorIds]);
  return { warehouses: byId(row?.warehouses ?? null), legalEntities: byId(row?.legal_entities ?? null), vendors: byId(row?.vendors ?? null), deliveryVat: row?.delivery_vat ?? null };
};

type Versioned = Readonly<{ merchantId: MerchantId; id: string; version: number; active: boolean }>;

const upsert = (table: string, columns: readonly string[]): string => {
  const all = ['merchant_id', 'id', 'version', 'active', ...columns];
  const set = all.slice(2).map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${table} AS known (${all.join(', ')}) VALUES (${all.map((_, index) => `$${index + 1}`).join(', ')})
    ON CONFLICT (merchant_id, id) DO UPDATE SET ${set.join(', ')} WHERE known.version < excluded.version`;
};

const writer = (table: string, columns: readonly string[]) => {
  const text = upsert(table, columns);
  return async (tx: Tx, { merchantId, id, version, active }: Versioned, values: readonly unknown[]): Promise<void> =>
    void (await tx.query(text, [merchantId, id, version, active, ...values]));
};

/** Values in the order of the names here; older news than what is known changes nothing. */
export const knowLegalEntity = writer('known_legal_entity', ['default_vat']);
export const knowWarehouse = writer('known_warehouse', ['legal_entity_id']);
export const knowVendor = writer('known_vendor', ['legal_entity_id', 'agent']);
export const knowTaxSettings = writer('known_tax_settings', ['delivery_vat']);
export const knowPlatform = writer('known_platform', ['kind', 'sealed_secret']);

/** The sealed secret of an active platform of this kind. */
export const sealedSecretOf = async (sql: Sql, { platformId, kind }: { platformId: string; kind: string }): Promise<string | null> => {
  const [row] = await sql.query<{ sealed_secret: string }>('SELECT sealed_secret FROM known_platform WHERE id = $1 AND kind = $2 AND active', [platformId, kind]);
  return row?.sealed_secret ?? null;
};
