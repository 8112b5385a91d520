import { once, type IdempotencyError } from '@paygraph/shared/db/idempotency';
import type { MerchantId } from '@paygraph/shared/ids';
import { err, ok, type Result } from '@paygraph/shared/result';
import { checkMapping, mappingFrom, mappingRows, type MappingRow } from '../domain/status-mapping';
import { problem, type InputProblem } from '../domain/words';
import { mappingOf, saveMapping } from '../storage/status-mapping';
import type { Desk } from './desk';

export type ConfigureStatusMapping = Readonly<{ merchantId: MerchantId; idempotencyKey: string; rows: readonly MappingRow[] }>;

/** Sets rows of the merchant's mapping; rows that are not named stay. Gives back the whole mapping, defaults included. */
export const configureStatusMapping = async (desk: Desk, { merchantId, idempotencyKey: key, rows }: ConfigureStatusMapping): Promise<Result<readonly MappingRow[], InputProblem | IdempotencyError>> => {
  if (rows.length === 0) return err(problem('rows', 'must hold at least one row'));
  const names = rows.map(({ source, when }) => `${source} ${when}`);
  if (new Set(names).size < names.length) return err(problem('rows', 'must name each source and status once'));
  const checked = checkMapping(rows);
  if (!checked.ok) return checked;
  return desk.db.transaction(merchantId, (tx) =>
    once(tx, { merchantId, operation: 'configureStatusMapping', key, input: rows }, async (): Promise<Result<readonly MappingRow[], InputProblem>> => {
      await saveMapping(tx, merchantId, checked.value);
      return ok(mappingRows(mappingFrom(await mappingOf(tx))));
    }));
};
