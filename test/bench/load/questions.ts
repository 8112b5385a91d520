import type { Client } from 'pg';
import type { System } from '../host/system';
import { postJson } from './client';
import { adminListQuery, orderQuery } from './documents';
import { offer, type Offered } from './open-loop';

/** An operation as a client sends it again and again. */
export type Question = Readonly<{ name: string; field: 'order' | 'orders'; body: string; token: string; /** A text that only a right answer has. */ mark: string }>;

/** An order of the first shop that has been paid. */
export const orderOf = async (db: Client, { shops: [shop] }: System): Promise<string> => {
  const { rows } = await db.query<{ id: string }>(`SELECT id FROM orders_sync.orders WHERE merchant_id = $1 AND status = 'paid' ORDER BY id DESC LIMIT 1`, [shop?.merchantId]);
  if (!rows[0]) throw new Error('No order has been paid');
  return rows[0].id;
};

/** What a back office asks about. */
export const questions = (token: string, orderId: string): readonly Question[] => [
  { name: 'order', field: 'order', token, mark: orderId, body: JSON.stringify({ query: orderQuery, variables: { id: orderId } }) },
  { name: 'admin list', field: 'orders', token, mark: '"pageInfo"', body: JSON.stringify({ query: adminListQuery }) },
];

export const askOnce = async (url: string, { body, token, mark }: Question): Promise<string> => {
  const { status, text } = await postJson(url, body, { authorization: `Bearer ${token}` });
  if (status !== 200 || text.includes('"errors"') || !text.includes(mark)) throw new Error(`${url} answered ${status}: ${text.slice(0, 300)}`);
  return text;
};

export type Asking = Readonly<{ url: string; question: Question; perSecond: number; seconds: number; atOnce?: number }>;
export type Asked = Readonly<{ /** Answered within the time. */ perSecond: number; latencies: readonly number[]; offered: Offered }>;

/** Asks at a rate. @throws when an answer was wrong. */
export const askOften = async ({ url, question, perSecond, seconds, atOnce }: Asking): Promise<Asked> => {
  const latencies: number[] = [];
  const arrive = async (from: number): Promise<void> => {
    await askOnce(url, question);
    latencies.push(performance.now() - from);
  };
  const offered = await offer({ perSecond, seconds, atOnce, arrive });
  const answered = latencies.length;
  await offered.settled;
  if (offered.failures[0]) throw new Error(offered.failures[0]);
  return { perSecond: answered / seconds, latencies, offered };
};
