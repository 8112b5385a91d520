import { returned, statusOf, type Payment } from './payment';
import type { World } from './world';

/** The provider's truth about one payment; amounts in kopecks. Always `captured + released <= authorised` and `refunded <= captured`. */
export type PaymentBook = Readonly<{
  paymentId: string; invoiceId: string; orderId: string; clientId: string; status: string; held: boolean; amount: number;
  authorised: number; captured: number; released: number; refunded: number; refundsStarted: number; bankId: string; repeatCounter: number; closingReceipts: number;
}>;
export type PayKeeperBooks = Readonly<{
  payments: readonly PaymentBook[];
  invoices: readonly Readonly<{ invoiceId: string; orderId: string; amount: number; status: string; paymentId: string | null }>[];
  bindings: readonly Readonly<{ bankId: string; clientId: string; cardNumber: string }>[];
}>;

const bookOf = (world: World, payment: Payment): PaymentBook => ({
  paymentId: payment.id,
  invoiceId: payment.invoiceId,
  orderId: payment.purchase.orderId,
  clientId: payment.purchase.clientId,
  status: statusOf(payment, world.settings.releasedStatus),
  held: payment.held,
  amount: payment.purchase.amount,
  authorised: payment.obtainedAt === undefined ? 0 : payment.purchase.amount,
  captured: payment.captured,
  released: payment.released,
  refunded: returned(payment) - payment.refunds.reduce((sum, { kind, status, amount }) => sum + (kind === 'release' && status === 'done' ? amount : 0), 0),
  refundsStarted: payment.refunds.filter(({ status }) => status === 'started').length,
  bankId: payment.bankId,
  repeatCounter: payment.repeatCounter,
  closingReceipts: payment.postSaleReceipts.length,
});

export const readBooks = (world: World): PayKeeperBooks => ({
  payments: [...world.payments.values()].map((payment) => bookOf(world, payment)),
  invoices: [...world.invoices.values()].map(({ id, purchase, status, paymentId }) => ({
    invoiceId: id, orderId: purchase.orderId, amount: purchase.amount, status, paymentId: paymentId ?? null,
  })),
  bindings: [...world.bindings.values()].map(({ bankId, clientId, card }) => ({ bankId, clientId, cardNumber: card.number })),
});
