import type { World } from './world';

/** The register's truth: one row a receipt, one a printed fiscal document, sums in kopecks. */
export type KassaBooks = Readonly<{
  receipts: readonly Readonly<{ receiptId: string; receiptKey: string; paymentId: string; type: string; isPostSale: boolean; status: string; total: number }>[];
  documents: readonly Readonly<{ documentNumber: number; receiptId: string; receiptKey: string; paymentId: string; type: string; isPostSale: boolean; total: number }>[];
  /** Printed documents of each key; more than one is a double print. */
  printedByKey: Readonly<Record<string, number>>;
  printedTwice: readonly string[];
  sold: number;
  returned: number;
}>;

export const readBooks = ({ receipts }: World): KassaBooks => {
  const rows = [...receipts.values()].map(({ id, order, status, fiscal }) => {
    const { receiptKey, paymentId, type, isPostSale, total } = order;
    return { status, documentNumber: fiscal?.documentNumber, row: { receiptId: id, receiptKey, paymentId, type, isPostSale, total } };
  });
  const documents = rows.flatMap(({ documentNumber, row }) => (documentNumber === undefined ? [] : [{ documentNumber, ...row }]));
  const printedByKey: Record<string, number> = {};
  for (const { receiptKey } of documents) printedByKey[receiptKey] = (printedByKey[receiptKey] ?? 0) + 1;
  const printedTwice = Object.keys(printedByKey).filter((key) => key !== '' && (printedByKey[key] ?? 0) > 1);
  const total = (type: string): number => documents.reduce((sum, document) => sum + (document.type === type ? document.total : 0), 0);
  return { receipts: rows.map(({ row, status }) => ({ ...row, status })), documents, printedByKey, printedTwice, sold: total('sale'), returned: total('refund') };
};
