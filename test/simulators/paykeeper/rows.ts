import { moscowDateTime } from '../kit/moscow-time';
import { toRoubles } from '../kit/money';
import { returned, statusOf, type Payment, type Refund } from './payment';
import type { Invoice, World } from './world';

type Row = Record<string, string | null>;
export const paymentSystem = { id: '127', system_description: 'Тестовый эквайринг', site_description: 'Банковская карта' };

const moment = (ms: number | undefined): string | null => (ms === undefined ? null : moscowDateTime(ms));

export const paymentRow = (world: World, payment: Payment): Row => ({
  id: payment.id,
  pay_amount: toRoubles(payment.purchase.amount),
  refund_amount: toRoubles(returned(payment)),
  clientid: payment.purchase.clientId,
  orderid: payment.purchase.orderId,
  payment_system_id: paymentSystem.id,
  unique_id: payment.uniqueId,
  status: statusOf(payment, world.settings.releasedStatus),
  repeat_counter: String(payment.repeatCounter),
  pending_datetime: moment(payment.pendingAt),
  obtain_datetime: moment(payment.obtainedAt),
  success_datetime: moment(payment.successAt),
});

/** The row with `advanced=true`; where the bank's parameters stand is not documented, so they stand in the same row. */
export const advancedRow = (world: World, payment: Payment): Row => ({
  ...paymentRow(world, payment),
  site_description: paymentSystem.site_description,
  system_description: paymentSystem.system_description,
  ...(payment.card === undefined ? {} : { CARD_NUMBER: payment.card.number, APPROVAL_CODE: '', RRN: payment.uniqueId }),
});

export const optionsRow = ({ purchase, card }: Payment): Row => ({
  cart: purchase.cart === '' ? null : purchase.cart,
  client_email: purchase.clientEmail,
  client_phone: purchase.clientPhone,
  service_name: purchase.serviceName,
  ...(card === undefined ? {} : { CARD_NUMBER: card.number }),
});

export const refundRow = (login: string, payment: Payment, refund: Refund): Row => ({
  id: refund.id,
  payment_id: payment.id,
  refund_number: String(refund.number),
  user: login,
  amount: toRoubles(refund.amount),
  remainder: toRoubles(refund.remainder),
  datetime: moscowDateTime(refund.at),
  status: refund.status,
});

export const invoiceRow = (world: World, invoice: Invoice): Row => ({
  id: invoice.id,
  user_id: '1',
  user_login: world.login,
  status: invoice.status,
  pay_amount: toRoubles(invoice.purchase.amount),
  clientid: invoice.purchase.clientId,
  orderid: invoice.purchase.orderId,
  paymentid: invoice.paymentId ?? null,
  service_name: invoice.purchase.serviceName,
  client_email: invoice.purchase.clientEmail,
  client_phone: invoice.purchase.clientPhone,
  expiry_datetime: moment(invoice.expiresAt),
  created_datetime: moment(invoice.createdAt),
  paid_datetime: moment(invoice.paidAt),
});
