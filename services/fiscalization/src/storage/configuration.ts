import type { CashRegisterId, LegalEntityId, MerchantId } from '@paygraph/shared/ids';
import type { Sql, Tx } from '@paygraph/shared/db/sql';
import type { ClosingSettlement } from '../domain/cash-register';
import type { TaxationSystem } from '../domain/goods';
import type { VatRate } from '../domain/vat';

export type LegalEntityRow = Readonly<{ id: string; name: string; inn: string; taxationSystem: TaxationSystem; senderEmail: string; active: boolean }>;

const upsertLegalEntity = `
  INSERT INTO legal_entity (id, merchant_id, name, inn, taxation_system, sender_email, active) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (id) DO UPDATE SET name = $3, inn = $4, taxation_system = $5, sender_email = $6, active = $7`;

export const saveLegalEntity = async (tx: Tx, merchantId: MerchantId, row: LegalEntityRow): Promise<void> => {
  await tx.query(upsertLegalEntity, [row.id, merchantId, row.name, row.inn, row.taxationSystem, row.senderEmail, row.active]);
};

/** Tag 1055 of a legal entity; undefined when it has not been heard of. */
export const taxationOf = async (sql: Sql, legalEntityId: string): Promise<TaxationSystem | undefined> =>
  (await sql.query<{ system: TaxationSystem }>(`SELECT taxation_system AS system FROM legal_entity WHERE id = $1`, [legalEntityId]))[0]?.system;

export type RegisterRow = Readonly<{
  id: CashRegisterId;
  legalEntityId: LegalEntityId;
  name: string;
  connector: string;
  baseUrl: string;
  sealedCredentials: string;
  closingSettlement: ClosingSettlement;
  active: boolean;
}>;

const upsertRegister = `
  INSERT INTO cash_register (id, merchant_id, legal_entity_id, name, connector, base_url, sealed_credentials, closing_settlement, active)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (id) DO UPDATE
  SET legal_entity_id = $3, name = $4, connector = $5, base_url = $6, sealed_credentials = $7, closing_settlement = $8, active = $9`;

export const saveRegister = async (tx: Tx, merchantId: MerchantId, row: RegisterRow): Promise<void> => {
  const { id, legalEntityId, name, connector, baseUrl, sealedCredentials, closingSettlement, active } = row;
  await tx.query(upsertRegister, [id, merchantId, legalEntityId, name, connector, baseUrl, sealedCredentials, closingSettlement, active]);
};

const columns = `id, legal_entity_id AS "legalEntityId", name, connector, base_url AS "baseUrl", sealed_credentials AS "sealedCredentials",
  closing_settlement AS "closingSettlement", active`;

/** The register of a receipt, by the receipt's id: it can be asked for together with the receipt. */
export const registerOfReceipt = async (sql: Sql, receiptId: string): Promise<RegisterRow | undefined> =>
  (await sql.query<RegisterRow>(`SELECT ${columns} FROM cash_register WHERE id = (SELECT cash_register_id FROM receipt WHERE id = $1)`, [receiptId]))[0];

/** The registers of a legal entity that may print, the longest known first. */
export const activeRegisters = (sql: Sql, legalEntityId: string): Promise<RegisterRow[]> =>
  sql.query<RegisterRow>(`SELECT ${columns} FROM cash_register WHERE legal_entity_id = $1 AND active ORDER BY known_since, id`, [legalEntityId]);

export const saveTaxRates = async (tx: Tx, merchantId: MerchantId, rates: readonly VatRate[]): Promise<void> => {
  await tx.query(`INSERT INTO tax_settings (merchant_id, rates) VALUES ($1, $2) ON CONFLICT (merchant_id) DO UPDATE SET rates = $2`, [merchantId, JSON.stringify(rates)]);
};

/** Empty when the merchant's tax settings have not arrived yet. */
export const taxRates = async (sql: Sql): Promise<readonly VatRate[]> => (await sql.query<{ rates: VatRate[] }>(`SELECT rates FROM tax_settings`))[0]?.rates ?? [];
