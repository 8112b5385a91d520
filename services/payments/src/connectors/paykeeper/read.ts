import { oneRow, rowsOf, type PayKeeperResult } from '@paygraph/shared/connectors/paykeeper-answer';
import type { PayKeeperSession } from '@paygraph/shared/connectors/paykeeper-session';
import type { Page, ProviderPayment, ProviderRefund, Reading } from '../../domain/provider';
import { mapAll, toPage, toProviderPayment, toProviderRefund } from './mapping';
import { moscowDate } from './moscow-time';

const dayMs = 86_400_000;

export type Reader = Readonly<{
  payment(id: string): Promise<Reading<ProviderPayment>>;
  refunds(id: string): Promise<Reading<readonly ProviderRefund[]>>;
  page(id: string): Promise<Reading<Page>>;
  pages(reference: string, between: { since: Date; until: Date }): Promise<Reading<readonly Page[]>>;
}>;

const unreadable = (reason: string): { kind: 'unreadable'; reason: string } => ({ kind: 'unreadable', reason });
const why = (result: Extract<PayKeeperResult, { ok: false }>): string => (result.error.kind === 'refused' ? result.error.message : result.error.reason);

const readOne = <T extends { id: string }>(result: PayKeeperResult, id: string, map: (row: Readonly<Record<string, unknown>>) => T | null): Reading<T> => {
  // The texts of refusals are not documented; a question about one id that is refused means that the server has nothing under it.
  if (!result.ok) return result.error.kind === 'refused' ? { kind: 'absent' } : unreadable(why(result));
  const row = oneRow(result.value);
  const value = row === undefined ? null : map(row);
  if (value === null) return unreadable('PayKeeper answered with a row that lacks its id or sum');
  return value.id === id ? { kind: 'read', value } : unreadable('PayKeeper answered about another id than was asked');
};

const readList = <T>(result: PayKeeperResult, map: (row: Readonly<Record<string, unknown>>) => T | null): Reading<T[]> => {
  if (!result.ok) return unreadable(why(result));
  const value = mapAll(rowsOf(result.value), map);
  return value === null ? unreadable('PayKeeper answered with a list that has unreadable rows') : { kind: 'read', value };
};

/** The questions that PayKeeper answers about invoices, payments and refunds. Each answer is checked to be about what was asked. */
export const createReader = (session: PayKeeperSession, baseUrl: string): Reader => {
  const payment = async (id: string) => readOne(await session.get('/info/payments/byid/', { id }), id, toProviderPayment);
  return {
    payment,
    refunds: async (id) => {
      const answer = await session.get('/info/refunds/bypaymentid/', { id });
      const listed = readList(answer, toProviderRefund);
      if (answer.ok || answer.error.kind !== 'refused') return listed;
      // What the list says when there are none is not documented; a payment of which nothing came back has none. An answer that was
      // lost is no such word: a row of a return that failed would be missed, and later taken for the return that comes next.
      const row = await payment(id);
      return row.kind === 'read' && row.value.returned === 0 && row.value.state === 'settled' ? { kind: 'read', value: [] } : listed;
    },
    page: async (id) => readOne(await session.get('/info/invoice/byid/', { id }), id, (row) => toPage(row, baseUrl)),
    pages: async (reference, { since, until }) => {
      // A day on both sides: the server's clock, and its midnight, are its own.
      const days = { start_date: moscowDate(new Date(since.getTime() - dayMs)), end_date: moscowDate(new Date(until.getTime() + dayMs)) };
      const found = readList(await session.get('/info/invoice/search/', { query: reference, ...days }), (row) => toPage(row, baseUrl));
      // The search also finds our number inside longer ones.
      return found.kind === 'read' ? { kind: 'read', value: found.value.filter((page) => page.reference === reference) } : found;
    },
  };
};
