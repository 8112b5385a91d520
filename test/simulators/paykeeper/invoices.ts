import type { Fields } from '../kit/fields';
import { fromMoscow } from '../kit/moscow-time';
import { readPurchase } from './purchase';
import { done, noInvoice, refuse, type Extras, type Verdict } from './verdict';
import { nextInvoiceId, shownNow, type Invoice, type World } from './world';

const expire = (world: World, invoice: Invoice, why: string): void => {
  if (invoice.status !== 'created' && invoice.status !== 'sent') return;
  invoice.status = 'expired';
  world.journal.write('invoice.expired', { invoiceId: invoice.id, why });
};

const addInvoice = (world: World, invoice: Invoice): void => {
  world.invoices.set(invoice.id, invoice);
  world.journal.write('invoice.created', { invoiceId: invoice.id, orderId: invoice.purchase.orderId, amount: invoice.purchase.amount });
  if (invoice.expiresAt !== undefined) world.agenda.at(invoice.expiresAt, () => expire(world, invoice, 'term'));
};

/** Makes an invoice. There is no idempotency: the same form makes another one each time. */
export const createInvoice = (world: World, fields: Fields): Verdict<Invoice> => {
  const purchase = readPurchase(fields, 'pay_amount');
  if (!purchase.ok) return purchase;
  const expiry = fields.text('expiry');
  const expiresAt = expiry === '' ? undefined : fromMoscow(expiry);
  if (expiry !== '' && expiresAt === undefined) return refuse('Неверный срок действия: поле expiry.');
  const id = nextInvoiceId(world);
  const invoice: Invoice = { id, purchase: purchase.value, createdAt: shownNow(world), expiresAt, status: 'created', paymentId: undefined, paidAt: undefined };
  addInvoice(world, invoice);
  return done(invoice);
};

const openInvoice = (world: World, id: string): Verdict<Invoice> => {
  const invoice = world.invoices.get(id);
  if (invoice === undefined) return refuse(noInvoice);
  if (invoice.status === 'paid') return refuse('Счёт уже оплачен.');
  return done(invoice);
};

/** Withdraws an unpaid invoice; a withdrawn one shows as `expired`, no other status being known. */
export const revokeInvoice = (world: World, id: string): Verdict<Extras> => {
  const open = openInvoice(world, id);
  if (!open.ok) return open;
  expire(world, open.value, 'revoked');
  return done({});
};

export const sendInvoice = (world: World, id: string): Verdict<Extras> => {
  const open = openInvoice(world, id);
  if (!open.ok) return open;
  if (open.value.status === 'expired') return refuse('Срок действия счёта истёк.');
  open.value.status = 'sent';
  world.journal.write('invoice.sent', { invoiceId: id });
  return done({});
};
