import type { Database } from '@paygraph/shared/db/database';
import { isUuid, type MerchantId } from '@paygraph/shared/ids';
import type { Consent } from '../domain/consent';
import type { SavedMethod } from '../domain/saved-method';
import { consentsOf } from '../storage/consents';
import { findMethods, listMethods } from '../storage/saved-methods';

export type Reads = Readonly<{
  /** Of the merchant, in the order asked; null for what is no id or is not there. Whose they are is for the caller to check. */
  byIds(merchantId: MerchantId, ids: readonly string[]): Promise<(SavedMethod | null)[]>;
  /** Newest first; empty for an id that is none. */
  ofCustomer(merchantId: MerchantId, page: { customerId: string; before: string | null; limit: number }): Promise<SavedMethod[]>;
  /** The ledger of each method, oldest first, in the order asked. */
  consents(merchantId: MerchantId, savedMethodIds: readonly string[]): Promise<Consent[][]>;
}>;

/** Row-level security binds every read to the merchant. */
export const readsOf = (db: Database): Reads => ({
  byIds: async (merchantId, ids) => {
    const rows = await db.read(merchantId, (tx) => findMethods(tx, ids.filter(isUuid)));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  },
  ofCustomer: (merchantId, page) => (isUuid(page.customerId) ? db.read(merchantId, (tx) => listMethods(tx, page)) : Promise.resolve([])),
  consents: async (merchantId, savedMethodIds) => {
    const rows = await db.read(merchantId, (tx) => consentsOf(tx, savedMethodIds));
    return savedMethodIds.map((id) => rows.filter(({ savedMethodId }) => savedMethodId === id));
  },
});
