import { html, seeOther, type Reply } from '../kit/reply';
import type { Exchange, Route } from '../kit/route';
import { readSigned } from './bindings';
import { payAsBuyer, tellsFirst, type BuyerAct } from './buyer';
import { openPayment } from './charge';
import { message, payPage } from './pages';
import { noInvoice, noPayment } from './verdict';
import type { World } from './world';

const notFound = (text: string): Reply => html(message(text), 404);

const billPage = (world: World, id: string): Reply => {
  const invoice = world.invoices.get(id);
  if (invoice === undefined) return notFound(noInvoice);
  if (invoice.status === 'paid') return html(message('Счёт уже оплачен.'));
  if (invoice.status === 'expired') return html(message('Срок действия счёта истёк.'));
  return html(payPage(invoice.purchase, `/bill/${id}/pay/`));
};

const paymentPage = (world: World, id: string): Reply => {
  const payment = world.payments.get(id);
  if (payment === undefined) return notFound(noPayment);
  return html(payment.outcome === 'pending' ? payPage(payment.purchase, `/payment/${id}/pay/`) : message('Платёж уже завершён.'));
};

const pressPay = async (world: World, exchange: Exchange, target: Pick<BuyerAct, 'invoiceId' | 'paymentId'>): Promise<Reply> => {
  const { fields, afterAnswer } = exchange;
  const outcome = fields.text('outcome') === 'decline' ? 'decline' : 'success';
  const paid = payAsBuyer(world, { ...target, outcome, saveCard: fields.flag('save_card') });
  if (!paid.ok) return html(message(paid.msg), 409);
  const { answer, tell } = paid.value;
  if (tellsFirst(world, undefined)) await tell();
  else afterAnswer(() => void tell());
  if (answer.returnTo !== '') return seeOther(answer.returnTo);
  return html(message(answer.result === 'success' ? 'Оплата прошла.' : 'Оплата не прошла.'));
};

/** The payment form: opens a payment and shows its page. For a binding `clientid` is required as well. */
const create = (world: World, { fields }: Exchange): Reply => {
  const makesBinding = fields.text('msgtype') === 'createbinding';
  if (makesBinding && fields.text('clientid') === '') return html(message('Не задано поле clientid.'), 400);
  const purchase = readSigned(world, fields, world.settings.requireSign);
  if (!purchase.ok) return html(message(purchase.msg), 400);
  const payment = openPayment(world, purchase.value, { makesBinding });
  world.journal.write('payment.opened', { paymentId: payment.id, orderId: purchase.value.orderId, makesBinding });
  return seeOther(`${world.url}/payment/${payment.id}/`);
};

/** What the buyer's browser meets. */
export const pageRoutes = (world: World): Route[] => [
  { method: 'GET', path: '/bill/:id/', run: ({ params }) => billPage(world, params.id ?? '') },
  { method: 'POST', path: '/bill/:id/pay/', run: (exchange) => pressPay(world, exchange, { invoiceId: exchange.params.id }) },
  { method: 'POST', path: '/create/', run: (exchange) => create(world, exchange) },
  { method: 'GET', path: '/payment/:id/', run: ({ params }) => paymentPage(world, params.id ?? '') },
  { method: 'POST', path: '/payment/:id/pay/', run: (exchange) => pressPay(world, exchange, { paymentId: exchange.params.id }) },
];
