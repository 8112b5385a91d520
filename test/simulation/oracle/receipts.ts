import { fiscalData, receipts, type ReceiptRow } from '../database/fiscal-tables';
import { payments } from '../database/payments-tables';
import type { Store } from '../database/store';
import type { Printed, Register } from '../outside/register';

const signs: Readonly<Record<string, { isReturn: boolean; isClosing: boolean }>> = {
  prepayment: { isReturn: false, isClosing: false }, closing: { isReturn: false, isClosing: true }, prepayment_refund: { isReturn: true, isClosing: false }, refund: { isReturn: true, isClosing: false },
};

const printedOf = ({ id }: ReceiptRow, register: Register): Printed[] => register.receipts.filter(({ key, document }) => document !== null && (key === id || key.startsWith(`${id}.`)));

const isAsPlanned = (row: ReceiptRow, { isReturn, isClosing }: Printed): boolean => signs[row.kind]?.isReturn === isReturn && signs[row.kind]?.isClosing === isClosing;

const receiptProblems = (row: ReceiptRow, store: Store, register: Register): string[] => {
  const printed = printedOf(row, register);
  const name = `receipt ${row.seq} (${row.kind}, ${row.state})`;
  const [document] = printed;
  if (document === undefined || printed.length !== 1) return [`${name} has ${printed.length} fiscal documents`];
  const fd = store.committed(fiscalData).find(({ receipt_id }) => receipt_id === row.id)?.fd;
  return [
    ...(row.state === 'registered' ? [] : [`${name} is not registered`]),
    ...(document.total === row.total ? [] : [`${name} is over ${row.total} and was printed over ${document.total}`]),
    ...(isAsPlanned(row, document) ? [] : [`${name} was printed as another kind`]),
    ...(fd === String(document.document) ? [] : [`${name} keeps the document ${fd}, the register printed ${document.document}`]),
  ];
};

/** One fiscal document a planned receipt, nothing else on the register, and the sums of all of them are the money that was kept. Kopecks. */
export const fiscalProblems = (stores: Readonly<{ payments: Store; fiscal: Store }>, register: Register): string[] => {
  const rows = stores.fiscal.committed(receipts);
  const documents = register.receipts.filter(({ document }) => document !== null);
  const said = documents.filter(({ isClosing }) => !isClosing).reduce((sum, { total, isReturn }) => sum + (isReturn ? -total : total), 0);
  const kept = stores.payments.committed(payments).reduce((sum, { captured, refunded }) => sum + captured - refunded, 0);
  return [
    ...rows.flatMap((row) => receiptProblems(row, stores.fiscal, register)),
    ...(documents.length === rows.length ? [] : [`${rows.length} receipts were planned and ${documents.length} documents printed`]),
    ...(said === kept ? [] : [`the receipts say ${said}, the money kept is ${kept}`]),
  ];
};
