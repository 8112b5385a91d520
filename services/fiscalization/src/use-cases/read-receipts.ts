import type { Database } from '@paygraph/shared/db/database';
import { isUuid, type MerchantId } from '@paygraph/shared/ids';
import { linesBy, linesOfReceipts, type LinesByReceipt } from '../storage/receipt-lines';
import { findReceipts, pageOfReceipts, type By, type PageOfReceipts, type ReceiptView } from '../storage/receipt-views';
import { callsOfReceipt, type RegisterCallRow } from '../storage/register-calls';
import type { Viewer } from '../domain/viewer';

export type { By, ReceiptView } from '../storage/receipt-views';

type Asker = Readonly<{ merchantId: MerchantId; viewer: Viewer }>;

/** Reads for the graph. Each question is answered for one merchant and one viewer; ids that are no UUIDs are simply not found. */
export const readReceipts = (db: Database) => ({
  find: ({ merchantId, viewer }: Asker, by: By, ids: readonly string[]): Promise<ReceiptView[]> =>
    db.read(merchantId, (tx) => findReceipts(tx, { viewer, by, ids: ids.filter(isUuid) })),

  /** With their lines, in one round trip. The lines are those of receipts that the viewer may not see too. */
  findWhole: async ({ merchantId, viewer }: Asker, by: By, given: readonly string[]): Promise<Readonly<{ views: ReceiptView[]; lines: LinesByReceipt }>> => {
    const ids = given.filter(isUuid);
    const [views, lines] = await db.read(merchantId, (sql) => Promise.all([findReceipts(sql, { viewer, by, ids }), linesBy(sql, by, ids)]));
    return { views, lines };
  },

  page: (merchantId: MerchantId, page: PageOfReceipts): Promise<ReceiptView[]> => db.read(merchantId, (tx) => pageOfReceipts(tx, page)),

  lines: (merchantId: MerchantId, receiptIds: readonly string[]): Promise<LinesByReceipt> =>
    db.read(merchantId, (tx) => linesOfReceipts(tx, receiptIds)),

  calls: (merchantId: MerchantId, receiptId: string): Promise<RegisterCallRow[]> => db.read(merchantId, (tx) => callsOfReceipt(tx, receiptId)),
});
export type ReceiptReader = ReturnType<typeof readReceipts>;
