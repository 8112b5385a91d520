import type { Check, Document, Found, ReceiptRow } from './books';
import { groupBy, rouble, sumOf } from './group';

const wrongWith = (receipt: ReceiptRow, documents: readonly Document[]): string | undefined => {
  const [only] = documents;
  if (documents.length !== 1 || !only) return `has ${documents.length} fiscal documents`;
  if (only.total !== receipt.total) return `is of ${rouble(receipt.total)}, its document of ${rouble(only.total)}`;
  return receipt.fd === String(only.documentNumber) ? undefined : `names document ${receipt.fd}, the register printed ${only.documentNumber}`;
};

const closings = (receipts: readonly ReceiptRow[]): Found[] =>
  [...groupBy(receipts, ({ child_order_id, payment_id }) => `${child_order_id} ${payment_id}`).values()].flatMap((chain) => {
    const total = (kind: string): number => sumOf(chain.filter((receipt) => receipt.kind === kind), (receipt) => receipt.total);
    const [closed, prepaid] = [total('closing'), total('prepayment') - total('prepayment_refund')];
    return closed === 0 || closed === prepaid ? [] : [{ text: `child order ${chain[0]?.child_order_id}: closed ${rouble(closed)} of ${rouble(prepaid)} prepaid`, orderId: chain[0]?.order_id }];
  });

/** The register printed exactly what was planned, each receipt once. */
export const oneDocumentAReceipt: Check = {
  name: 'one document a receipt',
  about: 'exactly one fiscal document per planned receipt, of the same sum, and none besides; a closed sale is closed in full',
  run: ({ receipts, register: { documents } }) => {
    const byKey = groupBy(documents, ({ receiptKey }) => receiptKey);
    const planned = new Set(receipts.map(({ print_key }) => print_key));
    return [
      ...receipts.flatMap((receipt): Found[] => {
        const wrong = wrongWith(receipt, byKey.get(receipt.print_key) ?? []);
        return wrong ? [{ text: `the ${receipt.kind} receipt ${receipt.id} (${receipt.state}) ${wrong}`, orderId: receipt.order_id }] : [];
      }),
      ...documents.filter(({ receiptKey }) => !planned.has(receiptKey)).map(({ documentNumber, receiptKey }) => ({ text: `document ${documentNumber} was printed under ${receiptKey || 'no key'}, which nobody planned` })),
      ...closings(receipts),
    ];
  },
};
