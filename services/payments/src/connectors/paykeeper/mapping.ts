import { textOf, type PayKeeperRow } from '@paygraph/shared/connectors/paykeeper-answer';
import { parseMinor, zero, type Minor } from '@paygraph/shared/money';
import type { Page, ProviderPayment, ProviderRefund } from '../../domain/provider';
import { fromMoscow } from './moscow-time';
import { pageStateOf, paymentStateOf, refundStateOf } from './statuses';

const amountOf = (value: unknown): Minor | null => {
  const parsed = parseMinor(textOf(value) ?? '');
  return parsed.ok && parsed.value >= 0 ? parsed.value : null;
};

/** A payment row, or null when it lacks what makes it one. `refund_amount` is null on some servers, which means nothing yet. */
export const toProviderPayment = (row: PayKeeperRow): ProviderPayment | null => {
  const id = textOf(row.id);
  const amount = amountOf(row.pay_amount);
  const returned = textOf(row.refund_amount) === undefined ? zero : amountOf(row.refund_amount);
  if (id === undefined || amount === null || returned === null) return null;
  return { id, reference: textOf(row.orderid) ?? '', amount, returned, state: paymentStateOf(textOf(row.status)), obtainedAt: fromMoscow(textOf(row.obtain_datetime)) };
};

/** The hosted page of an invoice; the answer that made it may name another address, which then wins. */
export const pageUrlOf = (baseUrl: string, invoiceId: string): string => `${baseUrl.replace(/\/+$/, '')}/bill/${invoiceId}/`;

export const toPage = (row: PayKeeperRow, baseUrl: string): Page | null => {
  const id = textOf(row.id);
  const amount = amountOf(row.pay_amount);
  if (id === undefined || amount === null) return null;
  return {
    id, amount, url: pageUrlOf(baseUrl, id), reference: textOf(row.orderid) ?? '', state: pageStateOf(textOf(row.status)),
    expiresAt: fromMoscow(textOf(row.expiry_datetime)), providerPaymentId: textOf(row.paymentid) ?? null,
  };
};

export const toProviderRefund = (row: PayKeeperRow): ProviderRefund | null => {
  const ref = textOf(row.id) ?? textOf(row.refund_number);
  const amount = amountOf(row.amount);
  return ref === undefined || amount === null ? null : { ref, amount, state: refundStateOf(textOf(row.status)) };
};

/** All rows mapped, or null when one of them cannot be read: a list with a hole proves nothing. */
export const mapAll = <T>(rows: readonly PayKeeperRow[], map: (row: PayKeeperRow) => T | null): T[] | null => {
  const mapped = rows.map(map);
  const whole = mapped.filter((item) => item !== null);
  return whole.length === rows.length ? whole : null;
};
