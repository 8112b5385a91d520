import { createHash } from 'node:crypto';

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

export type SignedForm = Readonly<{ sum: string; clientid: string; orderid: string; service_name: string; client_email: string; client_phone: string }>;

/** The form's `sign`: SHA-256 of the six fields and the secret word run together; `sum` with two decimals. */
export const formSign = (form: SignedForm, secret: string): string => {
  const { sum, clientid, orderid, service_name: service, client_email: email, client_phone: phone } = form;
  return createHash('sha256').update([sum, clientid, orderid, service, email, phone, secret].join(''), 'utf8').digest('hex');
};

export type SignedNotification = Readonly<{ id: string; sum: string; clientid: string; orderid: string }>;

/** The notification's `key`: MD5 of id, sum, clientid, orderid and the secret word run together. */
export const notificationKey = ({ id, sum, clientid, orderid }: SignedNotification, secret: string): string =>
  md5(`${id}${sum}${clientid}${orderid}${secret}`);

/** The only body that counts as the shop's acknowledgement. */
export const acknowledgement = (paymentId: string, secret: string): string => `OK ${md5(`${paymentId}${secret}`)}`;
