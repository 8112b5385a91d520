export type Card = Readonly<{ number: string; expiry: string; holder: string }>;
/** `release` gives back money of a hold, `refund` gives back captured money. */
export type RefundKind = 'release' | 'refund';
/** Amounts in kopecks; `remainder` = what is left on the payment after it. */
export type Refund = {
  readonly id: string; readonly number: number; readonly kind: RefundKind; readonly amount: number; readonly remainder: number;
  readonly at: number; status: 'started' | 'done' | 'failed';
};

/** What the shop told about a purchase, by invoice, form or binding. */
export type Purchase = Readonly<{
  amount: number; clientId: string; orderId: string; serviceName: string; clientEmail: string; clientPhone: string; cart: string; returnUrl: string;
}>;

export type Payment = {
  readonly id: string; readonly uniqueId: string; readonly purchase: Purchase; readonly invoiceId: string; readonly makesBinding: boolean; readonly pendingAt: number;
  outcome: 'pending' | 'failed' | 'canceled' | 'paid';
  /** How far the shop's acknowledgement got, once money is in. */
  told: 'obtained' | 'success' | 'stuck';
  held: boolean; holdEnds: number | undefined;
  captured: number; released: number;
  refunds: Refund[];
  card: Card | undefined; bankId: string;
  repeatCounter: number;
  /** Grows with every new round of notifications, so that an older round knows it is over. */
  round: number;
  obtainedAt: number | undefined; successAt: number | undefined;
  postSaleReceipts: string[];
};

export type PaymentStatus = 'pending' | 'obtained' | 'success' | 'stuck' | 'canceled' | 'failed' | 'refunding' | 'refunded' | 'partially_refunded';

const total = (refunds: readonly Refund[]): number => refunds.reduce((sum, { amount }) => sum + amount, 0);

/** Kopecks given back for good. */
export const returned = ({ refunds }: Payment): number => total(refunds.filter(({ status }) => status === 'done'));

/** Kopecks that may still be returned: what is on its way back no longer counts. */
export const remaining = ({ purchase, refunds }: Payment): number => purchase.amount - total(refunds.filter(({ status }) => status !== 'failed'));

export const isReturning = ({ refunds }: Payment): boolean => refunds.some(({ status }) => status === 'started');

/** The status as PayKeeper shows it; a hold has none of its own and looks paid. */
export const statusOf = (payment: Payment, releasedStatus: 'refunded' | 'canceled'): PaymentStatus => {
  if (payment.outcome !== 'paid') return payment.outcome;
  if (isReturning(payment)) return 'refunding';
  const back = returned(payment);
  if (back === 0) return payment.told;
  if (back < payment.purchase.amount) return 'partially_refunded';
  return payment.captured === 0 ? releasedStatus : 'refunded';
};
