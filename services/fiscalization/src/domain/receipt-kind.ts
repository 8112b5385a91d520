export const receiptKinds = ['prepayment', 'closing', 'prepayment_refund', 'refund'] as const;
export type ReceiptKind = (typeof receiptKinds)[number];

/** 1054: 1 income, 2 return of income. */
export type SettlementSign = 1 | 2;
/** 1214: 1 full prepayment (goods known, not handed over), 4 full settlement at the hand-over. */
export type MethodSign = 1 | 4;
/** 1081 cashless money that moves now, or 1215 offset of what was prepaid. */
export type PaymentTag = 1081 | 1215;

type KindRules = Readonly<{ settlement: SettlementSign; method: MethodSign; calculatedVat: boolean; payment: PaymentTag }>;

/**
 * What each kind puts into a receipt (54-FZ and FFD 1.05-1.2). Under 1214 = 1, 2, 3 VAT is calculated from the sum at r/(100 + r) and named
 * so (22/122); under 4, 5, 6 it is the plain rate. No money moves at a closing: it offsets the prepayment.
 */
export const kindRules: Readonly<Record<ReceiptKind, KindRules>> = {
  prepayment: { settlement: 1, method: 1, calculatedVat: true, payment: 1081 },
  prepayment_refund: { settlement: 2, method: 1, calculatedVat: true, payment: 1081 },
  closing: { settlement: 1, method: 4, calculatedVat: false, payment: 1215 },
  refund: { settlement: 2, method: 4, calculatedVat: false, payment: 1081 },
};
