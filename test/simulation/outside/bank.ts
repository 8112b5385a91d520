import { strikes } from '../engine/faults';
import type { Network, Reply, Server } from './network';

/** Sums in kopecks, moments in milliseconds. */
export type Refund = { readonly id: string; readonly amount: number; readonly ofHold: boolean; state: 'started' | 'done' | 'failed' };
export type BankPayment = {
  readonly id: string; readonly reference: string; readonly clientId: string; readonly amount: number; readonly obtainedAt: number; readonly holdEnds: number | null;
  held: boolean; captured: number; released: number; readonly refunds: Refund[]; acknowledged: boolean;
  /** The buyer changed the sum on the page: no rule of ours covers that, a person is asked. */
  readonly isOdd: boolean;
};
export type Invoice = { readonly id: string; readonly reference: string; readonly clientId: string; readonly amount: number; readonly expiresAt: number; readonly createdAt: number; paidBy: string | null; revoked: boolean };

export type Bank = Readonly<{
  server: Server;
  payments: BankPayment[];
  invoices: Invoice[];
  openInvoices(): Invoice[];
  /** The buyer pays the page. */
  pay(invoice: Invoice, isOdd?: boolean): BankPayment;
}>;

const dayMs = 86_400_000;
const moscowMs = 3 * 3_600_000;
const kopecks = (text: unknown): number => Math.round(Number(text) * 100);
export const roubles = (value: number): string => (value / 100).toFixed(2);
const moscow = (ms: number): string => new Date(ms + moscowMs).toISOString().slice(0, 19).replace('T', ' ');

const sumOf = (refunds: readonly Refund[]): number => refunds.reduce((sum, { amount }) => sum + amount, 0);
export const returned = ({ refunds }: BankPayment): number => sumOf(refunds.filter(({ state }) => state === 'done'));
const promised = ({ refunds }: BankPayment): number => sumOf(refunds.filter(({ state }) => state !== 'failed'));
const isReturning = ({ refunds }: BankPayment): boolean => refunds.some(({ state }) => state === 'started');

const statusOf = (payment: BankPayment): string => {
  if (isReturning(payment)) return 'refunding';
  const back = returned(payment);
  if (back === 0) return payment.acknowledged ? 'success' : 'obtained';
  return back < payment.amount ? 'partially_refunded' : 'refunded';
};

const paymentRow = (payment: BankPayment): object => ({
  id: payment.id, pay_amount: roubles(payment.amount), refund_amount: roubles(returned(payment)), orderid: payment.reference, clientid: payment.clientId, status: statusOf(payment),
  obtain_datetime: moscow(payment.obtainedAt),
});

const refundRow = ({ id, amount, state }: Refund): object => ({ id, amount: roubles(amount), status: state });
const one = <T>(found: T | undefined, row: (found: T) => object): Reply => (found === undefined ? refuse('Не найдено.') : { row: row(found) });

const captureAll = (payment: BankPayment): void => {
  payment.held = false;
  payment.captured = payment.amount;
};

const capture = (payment: BankPayment | undefined): Reply => {
  if (!payment) return refuse('Платёж не найден.');
  if (!payment.held || isReturning(payment)) return refuse('Платёж не находится в состоянии холда.');
  captureAll(payment);
  return yes;
};

const endHold = (payment: BankPayment): void => {
  if (payment.held && !isReturning(payment)) captureAll(payment);
};

const refuse = (refusal: string): Reply => ({ refusal });
const yes: Reply = { row: { result: 'success' } };

const settle = ({ scheduler, hostility }: Network, payment: BankPayment, refund: Refund): void => {
  refund.state = strikes(scheduler, hostility, hostility.network / 4) ? 'failed' : 'done';
  scheduler.note(() => `  bank: the return ${refund.id} of ${refund.amount} is ${refund.state}`);
  if (refund.state === 'failed' || !refund.ofHold) return;
  payment.held = false;
  payment.released = refund.amount;
  payment.captured = payment.amount - refund.amount;
};

/** A bank of PayKeeper's kind: no keys against repetition, a partial capture by giving back a part, returns that end later. */
export const createBank = (network: Network, { twoStage, holdDays }: { twoStage: boolean; holdDays: number }): Bank => {
  const { scheduler } = network;
  const payments: BankPayment[] = [];
  const invoices: Invoice[] = [];
  const paymentOf = (id: unknown): BankPayment | undefined => payments.find((payment) => payment.id === id);
  const isOpen = (invoice: Invoice): boolean => invoice.paidBy === null && !invoice.revoked && invoice.expiresAt > scheduler.now;
  const stateOf = (invoice: Invoice): string => (invoice.paidBy !== null ? 'paid' : isOpen(invoice) ? 'created' : 'expired');

  const giveBack = (payment: BankPayment | undefined, fields: Readonly<Record<string, unknown>>): Reply => {
    if (!payment) return refuse('Платёж не найден.');
    if (payment.held && isReturning(payment)) return refuse('По платежу уже выполняется возврат.');
    const [left, amount] = [payment.amount - promised(payment), kopecks(fields['amount'])];
    if (!(amount > 0) || amount > left) return refuse('Сумма возврата больше остатка.');
    if (fields['partial'] !== 'true' && amount !== left) return refuse('Полный возврат: сумма не равна остатку.');
    const refund: Refund = { id: String(700 + payments.indexOf(payment) * 100 + payment.refunds.length), amount, ofHold: payment.held, state: 'started' };
    payment.refunds.push(refund);
    scheduler.plan(`the bank carries out the return ${refund.id}`, scheduler.random.below(scheduler.random.chance(0.8) ? 500 : 20_000), () => settle(network, payment, refund));
    return yes;
  };

  const preview = (fields: Readonly<Record<string, unknown>>): Reply => {
    const expiresAt = Date.parse(`${String(fields['expiry']).replace(' ', 'T')}+03:00`);
    const id = `2026${invoices.length + 1}`;
    invoices.push({ id, reference: String(fields['orderid']), clientId: String(fields['clientid']), amount: kopecks(fields['pay_amount']), expiresAt, createdAt: scheduler.now, paidBy: null, revoked: false });
    return { row: { invoice_id: id, invoice_url: `https://bank/bill/${id}/` } };
  };

  const revoke = (invoice: Invoice | undefined): Reply => {
    if (!invoice || !isOpen(invoice)) return refuse('Счёт нельзя отозвать.');
    invoice.revoked = true;
    return yes;
  };

  const invoiceRow = (invoice: Invoice): object => ({
    id: invoice.id, status: stateOf(invoice), pay_amount: roubles(invoice.amount), orderid: invoice.reference, paymentid: invoice.paidBy, expiry_datetime: moscow(invoice.expiresAt),
  });
  const invoiceOf = (id: unknown): Invoice | undefined => invoices.find((invoice) => invoice.id === id);

  const routes: Readonly<Record<string, (fields: Readonly<Record<string, unknown>>) => Reply>> = {
    '/info/payments/byid/': ({ id }) => one(paymentOf(id), paymentRow),
    '/info/refunds/bypaymentid/': ({ id }) => ({ row: (paymentOf(id)?.refunds ?? []).map(refundRow) }),
    '/info/invoice/byid/': ({ id }) => one(invoiceOf(id), invoiceRow),
    '/info/invoice/search/': ({ query }) => ({ row: invoices.filter(({ reference }) => reference === query).map(invoiceRow) }),
    '/change/invoice/preview/': preview,
    '/change/invoice/revoke/': ({ id }) => revoke(invoiceOf(id)),
    '/change/payment/capture/': ({ id }) => capture(paymentOf(id)),
    '/change/payment/reverse/': (fields) => giveBack(paymentOf(fields['id']), fields),
  };

  const pay = (invoice: Invoice, isOdd = false): BankPayment => {
    const amount = invoice.amount + (isOdd ? 100 : 0);
    const holdEnds = twoStage ? scheduler.now + holdDays * dayMs : null;
    const payment: BankPayment = {
      id: String(9_001 + payments.length), reference: invoice.reference, clientId: invoice.clientId, amount, obtainedAt: scheduler.now, holdEnds, held: twoStage, captured: twoStage ? 0 : amount,
      released: 0, refunds: [], acknowledged: false, isOdd,
    };
    payments.push(payment);
    invoice.paidBy = payment.id;
    // The bank acts by itself only a day after the term, as a person who forgot would see it.
    if (holdEnds !== null) scheduler.plan(`the bank ends the hold of ${payment.id}`, holdDays * dayMs + dayMs, () => endHold(payment));
    return payment;
  };

  const handle: Server['handle'] = (path, fields) => routes[path]?.(fields) ?? refuse(`no such path ${path}`);
  return { server: { name: 'bank', handle }, payments, invoices, openInvoices: () => invoices.filter(isOpen), pay };
};
