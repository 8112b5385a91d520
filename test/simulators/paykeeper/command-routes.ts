import type { Fields } from '../kit/fields';
import type { PayKeeperAccess } from '../kit/paykeeper-access';
import type { Reply } from '../kit/reply';
import type { Exchange, Route } from '../kit/route';
import { executeBinding } from './bindings';
import { tellsFirst } from './buyer';
import { captureHold } from './holds';
import { startRound } from './notifications';
import { notifyShop } from './notify';
import { reversePayment } from './reverse';
import { commandReply, done, noPayment, refuse, type Extras, type Verdict } from './verdict';
import { randomDigits, type World } from './world';

const executePath = '/change/binding/execute/';

/** Starts a new round of notifications; how the old counter got there does not matter. */
const repeat = (world: World, id: string): Verdict<Extras> => {
  const payment = world.payments.get(id);
  if (payment === undefined) return refuse(noPayment);
  if (payment.outcome !== 'paid') return refuse('Платёж не оплачен.');
  payment.repeatCounter = 0;
  world.agenda.after(0, () => void startRound(world, payment));
  return done({});
};

/** Builds the closing receipt out of the cart. It has no key, so each call prints another one. */
const postSaleReceipt = (world: World, id: string): Verdict<{ receipt_id: string }> => {
  const payment = world.payments.get(id);
  if (payment === undefined) return refuse(noPayment);
  if (payment.outcome !== 'paid' || payment.held) return refuse('Платёж не оплачен.');
  if (payment.purchase.cart === '') return refuse('У платежа нет корзины.');
  const receiptId = randomDigits(8);
  payment.postSaleReceipts.push(receiptId);
  world.journal.write('receipt.closing', { paymentId: id, receiptId });
  return done({ receipt_id: receiptId });
};

const execute = async (world: World, { fields, afterAnswer }: Exchange): Promise<Reply> => {
  const charged = executeBinding(world, fields, executePath);
  if (!charged.ok) return commandReply(world, charged);
  const tell = (): Promise<void> => notifyShop(world, charged.value);
  if (tellsFirst(world, undefined)) await tell();
  else afterAnswer(() => void tell());
  return commandReply(world, done({ payment_id: charged.value.id }));
};

/** The calls that move money or tell the shop again. */
export const commandRoutes = (world: World, access: PayKeeperAccess): Route[] => {
  const command = (path: string, run: (fields: Fields) => Verdict<Extras>): Route => ({
    method: 'POST',
    path,
    run: access.changing(({ fields }) => commandReply(world, run(fields))),
  });
  return [
    command('/change/payment/capture/', (fields) => captureHold(world, fields.text('id'))),
    command('/change/payment/reverse/', (fields) => reversePayment(world, fields)),
    command('/change/payment/repeatcnt/', (fields) => repeat(world, fields.text('id'))),
    command('/change/payment/post-sale-receipt/', (fields) => postSaleReceipt(world, fields.text('id'))),
    { method: 'POST', path: executePath, run: access.changing((exchange) => execute(world, exchange)) },
  ];
};
