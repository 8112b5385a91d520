import type { Sql } from '@paygraph/shared/db/sql';
import { isUuid, type ContractId, type LegalEntityId, type MerchantId } from '@paygraph/shared/ids';
import type { ContractFacts } from '../domain/facts';

type ContractRow = {
  id: ContractId; merchant_id: MerchantId; legal_entity_id: LegalEntityId; name: string; provider: string; bank: string | null; base_url: string; sealed_credentials: string;
  methods: ContractFacts['methods']; settings: ContractFacts['settings']; active: boolean;
};

const toContract = (row: ContractRow): ContractFacts => ({
  id: row.id, merchantId: row.merchant_id, legalEntityId: row.legal_entity_id, name: row.name, provider: row.provider, bank: row.bank, baseUrl: row.base_url,
  sealedCredentials: row.sealed_credentials, methods: row.methods, settings: row.settings, active: row.active,
});

export const findContract = async (sql: Sql, id: string): Promise<ContractFacts | null> => {
  if (!isUuid(id)) return null;
  const [row] = await sql.query<ContractRow>(`SELECT * FROM contract_facts WHERE id = $1`, [id]);
  return row ? toContract(row) : null;
};

/** @throws when the contract is not there: a payment is only made through a known one, and contracts are never deleted. */
export const contractOf = async (sql: Sql, id: ContractId): Promise<ContractFacts> => {
  const contract = await findContract(sql, id);
  if (!contract) throw new Error(`Contract ${id} of a payment is not in the read model`);
  return contract;
};

/** The contract of a payment, by the payment's id: it can be asked for together with the payment. */
export const contractOfPayment = async (sql: Sql, paymentId: string): Promise<ContractFacts | null> => {
  if (!isUuid(paymentId)) return null;
  const [row] = await sql.query<ContractRow>(`SELECT c.* FROM payment p JOIN contract_facts c ON c.id = p.contract_id WHERE p.id = $1`, [paymentId]);
  return row ? toContract(row) : null;
};

/** In the order in which the merchant configured them. */
export const contractsOf = async (sql: Sql, merchantId: MerchantId): Promise<ContractFacts[]> =>
  (await sql.query<ContractRow>(`SELECT * FROM contract_facts WHERE merchant_id = $1 ORDER BY position`, [merchantId])).map(toContract);

const upsert = `
  INSERT INTO contract_facts (id, merchant_id, legal_entity_id, name, provider, bank, base_url, sealed_credentials, methods, settings, active)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  ON CONFLICT (id) DO UPDATE SET legal_entity_id = excluded.legal_entity_id, name = excluded.name, provider = excluded.provider,
    bank = excluded.bank, base_url = excluded.base_url, sealed_credentials = excluded.sealed_credentials, methods = excluded.methods,
    settings = excluded.settings, active = excluded.active`;

export const saveContract = async (sql: Sql, c: ContractFacts): Promise<void> => {
  await sql.query(upsert, [
    c.id, c.merchantId, c.legalEntityId, c.name, c.provider, c.bank, c.baseUrl, c.sealedCredentials, JSON.stringify(c.methods), JSON.stringify(c.settings), c.active,
  ]);
};
