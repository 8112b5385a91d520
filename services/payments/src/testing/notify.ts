import { createHash } from 'node:crypto';
import type { Shop } from './shop';

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

export type Fields = Readonly<Record<string, string>>;
/** A notification's fields, signed as the bank signs them; `secret` is the bank's unless told. */
export const signed = (shop: Shop, fields: Fields & { id: string; sum: string; orderid: string }, secret = shop.bank.secret): Fields => {
  const { id, sum, clientid = '', orderid } = fields;
  return { clientid, ...fields, key: md5(`${id}${sum}${clientid}${orderid}${secret}`) };
};

export const formOf = (fields: Fields): string => new URLSearchParams(fields).toString();

export type Reply = Readonly<{ status: number; text: string }>;
/** Sends a notification as a bank would, or as somebody who pretends to be one. */
export const notify = async ({ notifyUrl }: Pick<Shop, 'notifyUrl'>, body: string | Buffer, contentType = 'application/x-www-form-urlencoded'): Promise<Reply> => {
  const answer = await fetch(notifyUrl, { method: 'POST', body: Buffer.from(body), headers: { 'content-type': contentType } });
  return { status: answer.status, text: await answer.text() };
};

export const acknowledgementOf = (shop: Shop, id: string): string => `OK ${md5(`${id}${shop.bank.secret}`)}`;
