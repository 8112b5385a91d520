import { textOf, type PayKeeperRow } from '@paygraph/shared/connectors/paykeeper-answer';
import type { PayKeeperSession } from '@paygraph/shared/connectors/paykeeper-session';
import { formatMinor } from '@paygraph/shared/money';
import type { Answer, OpenedPage, OpenPageAsk } from '../../domain/provider';
import { failureOf } from './answers';
import { pageUrlOf } from './mapping';
import { moscowDateTime } from './moscow-time';

/** No cart goes with the invoice: receipts are printed by another service, and a cart here would print them twice (MAPPING.md). */
const serviceName = ({ title, returnUrl }: OpenPageAsk): string =>
  JSON.stringify({ service_name: title, lang: 'ru', ...(returnUrl === null ? {} : { user_result_callback: returnUrl }) });

const formOf = (ask: OpenPageAsk): Record<string, string> => ({
  pay_amount: formatMinor(ask.amount),
  orderid: ask.reference,
  clientid: ask.customerId ?? '',
  service_name: serviceName(ask),
  client_email: ask.contact.email ?? '',
  client_phone: ask.contact.phone ?? '',
  expiry: moscowDateTime(ask.expiresAt),
});

/**
 * Makes an invoice, whose page the buyer pays on. PayKeeper has no key against repetition: after a lost answer the invoice is looked
 * for by our number before another one is made. Success is known by `invoice_id`, there need be no `result`.
 */
export const openPage = async (session: PayKeeperSession, baseUrl: string, ask: OpenPageAsk): Promise<Answer<OpenedPage>> => {
  const answer = await session.post('/change/invoice/preview/', formOf(ask));
  if (!answer.ok) return failureOf(answer.error);
  const row = answer.value as PayKeeperRow;
  const id = textOf(row.invoice_id);
  if (id === undefined) return { kind: 'unknown', reason: 'PayKeeper answered without an invoice_id' };
  return { kind: 'done', value: { id, url: textOf(row.invoice_url) ?? pageUrlOf(baseUrl, id), expiresAt: ask.expiresAt } };
};
