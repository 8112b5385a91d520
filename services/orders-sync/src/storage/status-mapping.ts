import type { Sql, Tx } from '@paygraph/shared/db/database';
import type { MerchantId } from '@paygraph/shared/ids';
import type { MappingRow } from '../domain/status-mapping';

export const mappingOf = (sql: Sql): Promise<MappingRow[]> => sql.query<MappingRow>('SELECT source, when_is AS "when", then_do AS "then" FROM status_mapping');

const save = `
  INSERT INTO status_mapping (merchant_id, source, when_is, then_do)
  SELECT $1, n.source, n."when", n."then" FROM jsonb_to_recordset($2::jsonb) AS n(source text, "when" text, "then" text)
  ON CONFLICT (merchant_id, source, when_is) DO UPDATE SET then_do = excluded.then_do`;

export const saveMapping = async (tx: Tx, merchantId: MerchantId, rows: readonly MappingRow[]): Promise<void> => void (await tx.query(save, [merchantId, JSON.stringify(rows)]));
