import type { Fields } from '../kit/fields';
import { toRoubles } from '../kit/money';
import { approve, decline, declineTexts, forcedDecline, openPayment } from './charge';
import type { Payment, Purchase } from './payment';
import { readPurchase } from './purchase';
import { formSign } from './signatures';
import { done, refuse, type Verdict } from './verdict';
import type { Binding, World } from './world';

const expectedSign = (world: World, fields: Fields, purchase: Purchase): string => {
  const names = ['clientid', 'orderid', 'service_name', 'client_email', 'client_phone'] as const;
  const rest = Object.fromEntries(names.map((name) => [name, fields.text(name)])) as Record<(typeof names)[number], string>;
  return formSign({ sum: toRoubles(purchase.amount), ...rest }, world.secret);
};

/** Reads a form and checks its `sign`, which may be absent where it is not required. The sum is formatted before hashing, as real servers do. */
export const readSigned = (world: World, fields: Fields, required: boolean): Verdict<Purchase> => {
  const purchase = readPurchase(fields, 'sum');
  if (!purchase.ok || (fields.text('sign') === '' && !required)) return purchase;
  return fields.text('sign') === expectedSign(world, fields, purchase.value) ? purchase : refuse('Неверная подпись: поле sign.');
};

const readCharge = (world: World, fields: Fields): Verdict<{ binding: Binding; purchase: Purchase }> => {
  const binding = world.bindings.get(fields.text('bank_id'));
  if (binding === undefined) return refuse('Привязка не найдена.');
  if (fields.text('orderid') === '') return refuse('Не задано поле orderid.');
  const purchase = readSigned(world, fields, false);
  return purchase.ok ? done({ binding, purchase: purchase.value }) : purchase;
};

/** Charges a saved card without the buyer. A decline leaves a failed payment behind and answers `fail`. */
export const executeBinding = (world: World, fields: Fields, endpoint: string): Verdict<Payment> => {
  const read = readCharge(world, fields);
  if (!read.ok) return read;
  const { binding, purchase } = read.value;
  const payment = openPayment(world, { ...purchase, clientId: purchase.clientId || binding.clientId });
  const reason = forcedDecline(world, endpoint);
  if (reason !== undefined) {
    decline(world, payment, reason);
    return refuse(declineTexts[reason]);
  }
  approve(world, payment, { card: binding.card, save: false });
  return done(payment);
};
