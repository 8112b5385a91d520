import type { ReceiptPart } from './position';
import { splitLine } from './split-line';

/** Clouds take 100 rows, a fiscal document about 250 (32 768 bytes); the smaller limit holds everywhere. */
export const rowsMax = 100;

/** A receipt of many rows as several, none above the limit, in the order of its parts. */
export const splitReceipt = (parts: readonly ReceiptPart[], limit: number = rowsMax): readonly (readonly ReceiptPart[])[] => {
  const receipts: ReceiptPart[][] = [];
  let rows = Infinity;
  for (const part of parts) {
    const added = splitLine(part.total, part.quantityMilli).length;
    if (rows + added > limit) {
      receipts.push([]);
      rows = 0;
    }
    receipts.at(-1)?.push(part);
    rows += added;
  }
  return receipts;
};
