import type { Database } from '@paygraph/shared/db/database';
import { isUuid, type MerchantId } from '@paygraph/shared/ids';
import type { Kind, Stored, Things } from '../domain/things';
import { findByIds, listAfter, tables } from '../storage/table';

export type Reads = Readonly<{
  /** In the order asked; null for what is no id, does not exist, or belongs to another merchant. */
  byIds<K extends Kind>(kind: K, merchantId: MerchantId, ids: readonly string[]): Promise<(Stored<Things[K]> | null)[]>;
  /** Up to `limit` things after the id `after`, by id. */
  list<K extends Kind>(kind: K, merchantId: MerchantId, page: { after: string | null; limit: number }): Promise<Stored<Things[K]>[]>;
}>;

/** What is configured now. Row-level security binds every read to the merchant. */
export const readsOf = (db: Database): Reads => ({
  byIds: async (kind, merchantId, ids) => {
    const rows = await db.read(merchantId, (tx) => findByIds(tx, tables[kind], ids.filter(isUuid)));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  },
  list: (kind, merchantId, page) => db.read(merchantId, (tx) => listAfter(tx, tables[kind], page)),
});
