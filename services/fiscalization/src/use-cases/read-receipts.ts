import type { Database } from '@paygraph/shared/db/database';
import { isUuid, type MerchantId } from '@paygraph/shared/ids';
import type { ReceiptLine } from '../domain/receipt-document';
import { linesOfReceipts } from '../storage/receipt-lines';
import { findReceipts, pageOfReceipts, type By, type PageOfReceipts, type ReceiptView } from '../storage/receipt-views';
import { callsOfReceipt, type RegisterCallRow } from '../storage/register-calls';
import type { Viewer } from '../domain/viewer';

export type { By, ReceiptView } from '../storage/receipt-views';

type Asker = Readonly<{ merchantId: MerchantId; viewer: Viewer }>;

/** Reads for the graph. Each question is answered for one merchant and one viewer; ids that are no UUIDs are simply not found. */
export const readReceipts = (db: Database) => ({
  find: ({ merchantId, viewer }: Asker, by: By, ids: readonly string[]): Promise<ReceiptView[]> =>
    db.read(merchantId, (tx) => findReceipts(tx, { viewer, by, ids: ids.filter(isUuid) })),

  page: (merchantId: MerchantId, page: PageOfReceipts): Promise<ReceiptView[]> => db.read(merchantId, (tx) => pageOfReceipts(tx, page)),

  lines: (merchantId: MerchantId, receiptIds: readonly string[]): Promise<ReadonlyMap<string, readonly ReceiptLine[]>> =>
    db.read(merchantId, (tx) => linesOfReceipts(tx, receiptIds)),

  calls: (merchantId: MerchantId, receiptId: string): Promise<RegisterCallRow[]> => db.read(merchantId, (tx) => callsOfReceipt(tx, receiptId)),
});
export type ReceiptReader = ReturnType<typeof readReceipts>;
