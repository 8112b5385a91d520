import type { Database, Tx } from '@paygraph/shared/db/database';
import type { MerchantId } from '@paygraph/shared/ids';
import { appendEvents } from '@paygraph/shared/messaging/events';
import type { Kind } from '../domain/things';
import { bumpAll, tables } from '../storage/table';
import { configured } from './configuration-event';

const republishKind = async <K extends Kind>(tx: Tx, kind: K, merchantId: MerchantId): Promise<number> => {
  const things = await bumpAll(tx, tables[kind]);
  await appendEvents(tx, things.map((thing) => configured(kind, merchantId, thing)));
  return things.length;
};

// Legal entities and contracts before what refers to them, as a reader would want to learn it.
const order: readonly Kind[] = ['Merchant', 'TaxSettings', 'LegalEntity', 'Vendor', 'Warehouse', 'Contract', 'Routing', 'CashRegister', 'Platform'];

/**
 * Tells a merchant's whole configuration again, each thing as a new version with the same content: a reader that lost everything
 * rebuilds from it, one that lost nothing saves what it has. @returns how many things were told
 */
export const republishConfiguration =
  ({ db }: Readonly<{ db: Database }>) =>
  (merchantId: MerchantId): Promise<number> =>
    db.transaction(merchantId, async (tx) => {
      let told = 0;
      for (const kind of order) told += await republishKind(tx, kind, merchantId);
      return told;
    });
