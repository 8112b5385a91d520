import type { Played, Shop } from '@paygraph/gateway/main-job/play';

export type Books = Readonly<{ chargedKopecks: number; sold: { prepayment: number; closing: number }; returned: number; documents: number; printedTwice: readonly string[] }>;

const sumOf = (totals: readonly number[]): number => totals.reduce((sum, total) => sum + total, 0);

/** What the outside world says about one purchase: the bank's books and the fiscal drive, not our own rows. */
export const booksOf = ({ stack }: Shop, { paymentId }: Pick<Played, 'paymentId'>): Books => {
  const payments = stack.simulators.paykeeper.control.books().payments.filter(({ orderId }) => orderId === paymentId);
  const bankIds = new Set(payments.map(({ paymentId: id }) => id));
  const { documents, printedByKey } = stack.simulators.kassa.control.books();
  const own = documents.filter((document) => bankIds.has(document.paymentId));
  const sales = own.filter(({ type }) => type === 'sale');
  return {
    chargedKopecks: sumOf(payments.map(({ captured, refunded }) => captured - refunded)),
    sold: {
      prepayment: sumOf(sales.filter(({ isPostSale }) => !isPostSale).map(({ total }) => total)),
      closing: sumOf(sales.filter(({ isPostSale }) => isPostSale).map(({ total }) => total)),
    },
    returned: sumOf(own.filter(({ type }) => type === 'refund').map(({ total }) => total)),
    documents: own.length,
    printedTwice: own.map(({ receiptKey }) => receiptKey).filter((key) => (printedByKey[key] ?? 0) > 1),
  };
};
