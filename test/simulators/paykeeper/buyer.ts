import { approve, decline, forcedDecline, openPayment, testCard } from './charge';
import type { DeclineReason } from './faults';
import { notifyShop } from './notify';
import type { Card, Payment } from './payment';
import { done, noInvoice, noPayment, refuse, type Verdict } from './verdict';
import { shownNow, type Invoice, type World } from './world';

/** What the buyer does on the hosted page of an invoice, or of a payment that the form opened. */
export type BuyerAct = Readonly<{
  invoiceId?: string;
  /** Instead of an invoice: the newest one of this order number. */
  orderId?: string;
  paymentId?: string;
  outcome: 'success' | 'decline';
  reason?: DeclineReason;
  card?: Partial<Card>;
  saveCard?: boolean;
  /** When the shop is told: after the page answered (default), before it, or not at all. */
  notify?: 'after' | 'before-return' | 'none';
}>;
export type BuyerResult = Readonly<{ paymentId: string; result: 'success' | 'fail'; returnTo: string }>;
/** `told` = starts telling the shop; the caller decides when. */
export type Paid = Readonly<{ answer: BuyerResult; tell: () => Promise<void> }>;

const hostedPage = '/bill/:id/';

const newestOf = ({ invoices }: World, orderId: string): Invoice | undefined => [...invoices.values()].findLast(({ purchase }) => purchase.orderId === orderId);

const open = (world: World, act: BuyerAct): Verdict<{ payment: Payment; invoice?: Invoice }> => {
  if (act.paymentId !== undefined) {
    const payment = world.payments.get(act.paymentId);
    if (payment === undefined) return refuse(noPayment);
    return payment.outcome === 'pending' ? done({ payment }) : refuse('Платёж уже завершён.');
  }
  const invoice = act.orderId === undefined ? world.invoices.get(act.invoiceId ?? '') : newestOf(world, act.orderId);
  if (invoice === undefined) return refuse(noInvoice);
  if (invoice.status === 'paid') return refuse('Счёт уже оплачен.');
  if (invoice.status === 'expired') return refuse('Срок действия счёта истёк.');
  return done({ invoice, payment: openPayment(world, invoice.purchase, { invoiceId: invoice.id }) });
};

const markPaid = (world: World, invoice: Invoice, payment: Payment): void => {
  invoice.status = 'paid';
  invoice.paymentId = payment.id;
  invoice.paidAt = shownNow(world);
};

const returnAddress = ({ purchase, id }: Payment, result: 'success' | 'fail'): string => {
  if (purchase.returnUrl === '') return '';
  const query = new URLSearchParams({ result, payment_id: id }).toString();
  return `${purchase.returnUrl}${purchase.returnUrl.includes('?') ? '&' : '?'}${query}`;
};

const reasonToDecline = (world: World, act: BuyerAct): DeclineReason | undefined =>
  forcedDecline(world, hostedPage) ?? (act.outcome === 'decline' ? (act.reason ?? 'refused_by_bank') : undefined);

/** The buyer pays or fails to. Refuses what the hosted page would not open. */
export const payAsBuyer = (world: World, act: BuyerAct): Verdict<Paid> => {
  const opened = open(world, act);
  if (!opened.ok) return opened;
  const { payment, invoice } = opened.value;
  const reason = reasonToDecline(world, act);
  if (reason !== undefined) {
    decline(world, payment, reason);
    return done({ answer: { paymentId: payment.id, result: 'fail', returnTo: returnAddress(payment, 'fail') }, tell: () => Promise.resolve() });
  }
  approve(world, payment, { card: { ...testCard, ...act.card }, save: act.saveCard ?? false });
  if (invoice !== undefined) markPaid(world, invoice, payment);
  const tell = (): Promise<void> => (act.notify === 'none' ? Promise.resolve() : notifyShop(world, payment));
  return done({ answer: { paymentId: payment.id, result: 'success', returnTo: returnAddress(payment, 'success') }, tell });
};

/** Whether the shop must know before the answer goes out. */
export const tellsFirst = ({ faults }: World, notify: BuyerAct['notify']): boolean => notify === 'before-return' || faults.take('notificationsBeforeAnswer') === true;
