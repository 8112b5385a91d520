import { moscowDate, moscowDateTime } from '../kit/moscow-time';
import { toRoubles } from '../kit/money';
import { post } from '../kit/post';
import type { Payment } from './payment';
import { acknowledgement, notificationKey } from './signatures';
import { newReceiptKey, shownNow, type World } from './world';

const notifiedSum = ({ faults }: World, { purchase }: Payment): string => {
  const fault = faults.take('wrongAmountInNotification');
  const extra = fault === true ? 100 : (fault ?? 0);
  return toRoubles(purchase.amount + extra);
};

const cardFields = ({ card, bankId, uniqueId }: Payment): Record<string, string> => ({
  ...(card === undefined ? {} : { card_number: card.number, card_holder: card.holder, card_expiry: card.expiry, RRN: uniqueId, APPROVAL_CODE: '' }),
  ...(bankId === '' ? {} : { bank_id: bankId }),
});

const momentFields = ({ obtainedAt, holdEnds }: Payment): Record<string, string> => ({
  ...(obtainedAt === undefined ? {} : { obtain_datetime: moscowDateTime(obtainedAt) }),
  ...(holdEnds === undefined ? {} : { batch_date: moscowDate(holdEnds) }),
});

/** The form that the shop receives, keyed with the secret word. */
const notificationBody = (world: World, payment: Payment): string => {
  const { purchase, invoiceId, id } = payment;
  const signed = { id, sum: notifiedSum(world, payment), clientid: purchase.clientId, orderid: purchase.orderId };
  return new URLSearchParams({
    ...signed,
    key: notificationKey(signed, world.secret),
    service_name: purchase.serviceName,
    client_email: purchase.clientEmail,
    client_phone: purchase.clientPhone,
    ps_id: '127',
    pk_hostname: world.url,
    ...(invoiceId === '' ? {} : { invoice_id: invoiceId }),
    ...(purchase.cart === '' ? {} : { fop_receipt_key: newReceiptKey() }),
    ...momentFields(payment),
    ...cardFields(payment),
  }).toString();
};

const acknowledge = (world: World, payment: Payment): void => {
  if (payment.told === 'success') return;
  payment.told = 'success';
  payment.successAt = shownNow(world);
  world.journal.write('payment.acknowledged', { paymentId: payment.id });
};

/** One POST to the shop; true when it answered with the right `OK`. */
export const sendOnce = async (world: World, payment: Payment): Promise<boolean> => {
  const { settings, journal, stopping } = world;
  const body = notificationBody(world, payment);
  journal.write('notification.sent', { paymentId: payment.id });
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
  const answer = await post({ url: settings.notifyUrl, headers, body, timeoutMs: settings.notificationTimeoutMs, signal: stopping.signal });
  const ok = answer.status === 200 && answer.body === acknowledgement(payment.id, world.secret);
  journal.write(ok ? 'notification.accepted' : 'notification.refused', { paymentId: payment.id, status: answer.status, answer: answer.body.slice(0, 200) });
  if (ok) acknowledge(world, payment);
  return ok;
};

const afterFailure = (world: World, payment: Payment, attempt: Attempt): void => {
  payment.repeatCounter += 1;
  const pause = world.settings.notificationRetryMs[attempt.number];
  if (pause !== undefined) return world.agenda.after(pause, () => void tryRound(world, payment, { ...attempt, number: attempt.number + 1 }));
  if (payment.told === 'success') return;
  payment.told = 'stuck';
  world.journal.write('payment.stuck', { paymentId: payment.id });
};

type Attempt = Readonly<{ round: number; number: number }>;

const tryRound = async (world: World, payment: Payment, attempt: Attempt): Promise<void> => {
  if (payment.round !== attempt.round || world.stopping.signal.aborted) return;
  const copies = 1 + (world.faults.take('duplicateNotifications') ?? 0);
  const answers = await Promise.all(Array.from({ length: copies }, () => sendOnce(world, payment)));
  const isOver = answers.includes(true) || payment.round !== attempt.round || world.stopping.signal.aborted;
  if (!isOver) afterFailure(world, payment, attempt);
};

/** Starts a round of notifications: the first attempt now, then the schedule. Resolves when the first attempt is over. */
export const startRound = (world: World, payment: Payment): Promise<void> => {
  payment.round += 1;
  return tryRound(world, payment, { round: payment.round, number: 0 });
};
