import type { CartItem } from '../kit/paykeeper-cart';

export const sumFields = ['sum_cashless', 'sum_cash', 'sum_advance', 'sum_credit', 'sum_counter_payment'] as const;
export type SumField = (typeof sumFields)[number];

/** What the merchant asked to print; sums in kopecks. */
export type ReceiptOrder = Readonly<{
  receiptKey: string; paymentId: string; refundId: string; type: 'sale' | 'refund'; isPostSale: boolean; isCorrection: boolean; contact: string;
  sums: Readonly<Record<SumField, number>>; total: number; items: readonly CartItem[]; properties: string;
}>;

/** What the fiscal drive signed: tags 1041, 1040, 1077, 1038, 1042, 1012, 1037 and the text of the QR. */
export type FiscalData = Readonly<{
  fnNumber: string; documentNumber: number; fiscalSign: string; shiftNumber: number; numberInShift: number; printedAt: number; rnm: string; qr: string;
}>;

export type Receipt = {
  readonly id: string; readonly fopReceiptKey: string; readonly createdAt: number; readonly order: ReceiptOrder;
  status: 'created' | 'success' | 'failed'; error: string; fiscal: FiscalData | undefined;
};
