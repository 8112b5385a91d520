import { createHash, timingSafeEqual } from 'node:crypto';
import { parseMinor } from '@paygraph/shared/money';
import type { Binding, Notice, NotificationAnswer, RefusalReason, Verified } from '../../domain/provider';
import { parseForm, type Form } from './form';
import { fromMoscow } from './moscow-time';

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

/** The `key` of a notification: over the values exactly as they came, `sum` included. */
export const notificationKey = (form: Form, secret: string): string =>
  md5(['id', 'sum', 'clientid', 'orderid'].map((name) => form.get(name) ?? '').join('') + secret);

/** The one body that PayKeeper takes for a yes, to the byte. */
export const acknowledgement = (id: string, secret: string): string => `OK ${md5(id + secret)}`;

const isSame = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};

const answer = (status: number, body: string): NotificationAnswer => ({ status, contentType: 'text/plain', body });
const refused = (reason: string, status: number, text: string): Verified => ({ ok: false, reason, answer: answer(status, text) });

const refusals: Readonly<Record<RefusalReason, NotificationAnswer>> = {
  'unknown-payment': answer(404, 'Error! Order id is missing'),
  'wrong-sum': answer(400, 'Error! Incorrect order sum!'),
  'not-now': answer(503, 'Error! Try again later'),
};
/** Texts that PayKeeper's own modules use; anything but the OK makes it tell again. */
export const refusal = (reason: RefusalReason): NotificationAnswer => refusals[reason];

const bindingOf = (form: Form): Binding | null => {
  const reference = form.get('bank_id') ?? '';
  return reference === '' ? null : { reference, maskedNumber: form.get('card_number') ?? '', expiry: form.get('card_expiry') || null };
};

const noticeOf = (form: Form): Notice | null => {
  const sum = parseMinor(form.get('sum') ?? '');
  const id = form.get('id') ?? '';
  if (!sum.ok || sum.value < 0 || !/^\d{1,20}$/.test(id)) return null;
  const heldUntil = form.get('batch_date') ?? '';
  return {
    providerPaymentId: id,
    reference: form.get('orderid') ?? '',
    amount: sum.value,
    // A date of automatic capture is there for held money only.
    held: heldUntil !== '',
    heldUntil: fromMoscow(heldUntil),
    obtainedAt: fromMoscow(form.get('obtain_datetime')),
    pageId: form.get('invoice_id') || null,
    binding: bindingOf(form),
  };
};

/**
 * Checks a notification: form, hash in constant time, then the fields. The hash covers id, sum, clientid and orderid only; whatever
 * else the form says is a hint that the reading of the payment confirms.
 */
export const verifyNotification = ({ raw, contentType, secret }: { raw: Buffer; contentType: string; secret: string }): Verified => {
  const form = parseForm(raw, contentType);
  if (!form.ok) return refused(form.error, 400, 'Error! Hash mismatch');
  if (!isSame(form.value.get('key') ?? '', notificationKey(form.value, secret))) return refused('the hash does not fit', 400, 'Error! Hash mismatch');
  const notice = noticeOf(form.value);
  if (!notice) return refused('id or sum cannot be read', 400, 'Error! Incorrect order sum!');
  if (notice.reference === '') return refused('the order number is missing', 400, 'Error! Order id is missing');
  return { ok: true, notice, acknowledgement: answer(200, acknowledgement(notice.providerPaymentId, secret)) };
};
