import type { Fields } from '../kit/fields';
import { toKopecks, toRoubles } from '../kit/money';
import { checkCart } from '../kit/paykeeper-cart';
import { endHold } from './holds';
import { isReturning, remaining, type Payment, type Refund } from './payment';
import { done, noPayment, refuse, type Extras, type Verdict } from './verdict';
import { randomDigits, shownNow, type World } from './world';

const isPaid = (payment: Payment | undefined): payment is Payment => payment?.outcome === 'paid';

/** Kopecks to return: the named part, or all that remains. */
const amountToReturn = (payment: Payment, fields: Fields): Verdict<number> => {
  const left = remaining(payment);
  const named = fields.text('amount');
  const amount = named === '' ? left : toKopecks(named);
  if (amount === undefined || amount === 0 || (fields.flag('partial') && named === '')) return refuse('Неверная сумма возврата: поле amount.');
  if (amount > left) return refuse(`Сумма возврата больше остатка ${toRoubles(left)}.`);
  if (!fields.flag('partial') && amount !== left) return refuse('Полный возврат: сумма не равна остатку, для части нужно partial=true.');
  return done(amount);
};

const cartProblem = (text: string, amount: number): string | undefined => {
  if (text === '' || text === '[]') return undefined;
  const check = checkCart(text);
  if (check.problem !== undefined) return check.problem;
  return check.total === amount ? undefined : 'Сумма корзины возврата не равна сумме возврата.';
};

const settleHold = (payment: Payment, { amount }: Refund): void => {
  payment.held = false;
  payment.released = amount;
  payment.captured = payment.purchase.amount - amount;
};

const settle = (world: World, payment: Payment, refund: Refund): void => {
  const { faults, journal, clock } = world;
  refund.status = faults.take('failRefunds') ? 'failed' : 'done';
  const fact = { paymentId: payment.id, refundId: refund.id, amount: refund.amount, kind: refund.kind };
  if (refund.status === 'failed') {
    journal.write('refund.failed', fact);
    if (payment.holdEnds !== undefined && payment.holdEnds <= clock.now()) endHold(world, payment);
    return;
  }
  if (refund.kind === 'release') settleHold(payment, refund);
  journal.write('refund.done', { ...fact, captured: payment.captured });
};

const start = (world: World, payment: Payment, amount: number): void => {
  const refund: Refund = {
    id: randomDigits(8), number: payment.refunds.length + 1, kind: payment.held ? 'release' : 'refund', amount, remainder: remaining(payment) - amount,
    at: shownNow(world), status: 'started',
  };
  payment.refunds.push(refund);
  world.journal.write('refund.started', { paymentId: payment.id, refundId: refund.id, amount, kind: refund.kind });
  world.agenda.after(world.settings.refundDelayMs, () => settle(world, payment, refund));
};

/**
 * Accepts a cancel or a refund; the money moves later. On a hold, all = release, a part = the hold is captured for the rest.
 * Never accepts more than remains, what is under way included.
 */
export const reversePayment = (world: World, fields: Fields): Verdict<Extras> => {
  const payment = world.payments.get(fields.text('id'));
  if (!isPaid(payment)) return refuse(payment === undefined ? noPayment : 'Платёж не оплачен.');
  if (payment.held && isReturning(payment)) return refuse('По платежу уже выполняется возврат.');
  const amount = amountToReturn(payment, fields);
  if (!amount.ok) return amount;
  const problem = cartProblem(fields.text('refund_cart'), amount.value);
  if (problem !== undefined) return refuse(problem);
  start(world, payment, amount.value);
  return done({});
};
