import { oneRow, rowsOf, textOf, type PayKeeperError, type PayKeeperResult, type PayKeeperRow } from '@paygraph/shared/connectors/paykeeper-answer';
import type { PayKeeperSession } from '@paygraph/shared/connectors/paykeeper-session';
import type { CashRegister, FindOrder, FindOutcome, PrintOutcome, ReadOutcome, RegisterView } from '../../domain/cash-register';
import { moscowDay } from '../../domain/moscow-day';
import { statuses, sumFields } from './codes';
import { idOf, keyOf, viewOf } from './receipt-row';
import { sharedReads, type SharedReads } from './shared-reads';

type Server = Readonly<{ baseUrl: string; session: PayKeeperSession }>;
type Opened = Server & Readonly<{ lists: SharedReads<PayKeeperResult> }>;
const noAnswer = (reason: string) => ({ kind: 'no-answer', reason }) as const;
const wordsOf = (error: PayKeeperError): string => (error.kind === 'refused' ? error.message : error.reason);

const printWith =
  ({ session }: Server): CashRegister['print'] =>
  async (request, contact): Promise<PrintOutcome> => {
    const answer = await session.post('/change/receipt/print/', { ...request, contact });
    if (answer.ok) {
      const remoteId = textOf(oneRow(answer.value)?.receipt_id);
      return remoteId === undefined ? { kind: 'unknown', reason: 'the register answered without receipt_id' } : { kind: 'in-progress', remoteId };
    }
    if (answer.error.kind === 'refused') return { kind: 'refused', remoteId: null, reason: answer.error.message };
    return { kind: answer.error.kind === 'unknown' ? 'unknown' : 'not-sent', reason: answer.error.reason };
  };

const readWith =
  ({ session, baseUrl }: Server): CashRegister['read'] =>
  async (remoteId): Promise<ReadOutcome> => {
    const answer = await session.get('/info/receipts/byid/', { id: remoteId });
    if (!answer.ok) return noAnswer(wordsOf(answer.error));
    const row = oneRow(answer.value);
    // Another receipt's attributes under our number would be worse than none.
    if (row === undefined || idOf(row) !== remoteId) return noAnswer('the register answered with something else than the receipt');
    return viewOf(baseUrl, row) ?? noAnswer('the register says "success" without fiscal attributes under a known name');
  };

/** In which zone a register counts its days, and how its clock goes, is not known: a receipt that is missed here is printed twice. */
const dayMs = 86_400_000;
/** The list of these days has no pages: tens of thousands of receipts come in one answer. */
const dayListBytesMax = 32_000_000;

const listByPayment = ({ session }: Server, paymentRef: string) =>
  // Sources disagree on the parameter's name; the server takes the one it knows.
  session.get('/info/receipts/bypaymentid/', { id: paymentRef, payment_id: paymentRef });

const listByDay = ({ session, lists }: Opened, { sentAt }: FindOrder) => {
  const [start, end] = [moscowDay(new Date(sentAt.getTime() - dayMs)), moscowDay(new Date(Date.now() + dayMs))];
  // Omitted filters may mean "none", so every known value is named.
  return lists.of(`${start} ${end}`, () => session.get('/info/receipts/bydate/', { start, end, status: Object.keys(statuses), sum_type: sumFields }, dayListBytesMax));
};

const certainty: readonly RegisterView['kind'][] = ['registered', 'in-progress', 'refused'];

/** Rows that carry no key of ours and are no other receipt of ours: one of them might be the one we look for. */
const isNameless = (row: PayKeeperRow, { ownIds }: FindOrder): boolean => keyOf(row) === undefined && !ownIds.includes(idOf(row) ?? '');

const findWith =
  (server: Opened): CashRegister['findByKey'] =>
  async (order): Promise<FindOutcome> => {
    const answer = await (order.paymentRef === null ? listByDay(server, order) : listByPayment(server, order.paymentRef));
    if (!answer.ok) return noAnswer(wordsOf(answer.error));
    if (!Array.isArray(answer.value)) return noAnswer('the register answered a list with something else');
    const rows = rowsOf(answer.value);
    const own = rows.filter((row) => keyOf(row) === order.printKey);
    const views = own.flatMap((row) => viewOf(server.baseUrl, row) ?? []);
    const [best] = [...views].sort((a, b) => certainty.indexOf(a.kind) - certainty.indexOf(b.kind));
    if (best !== undefined) return best;
    if (own.length > 0) return noAnswer('the register says "success" without fiscal attributes under a known name');
    return rows.some((row) => isNameless(row, order)) ? noAnswer('the register lists receipts without their receipt_key, ours may be among them') : { kind: 'absent' };
  };

/** PayKeeper Kassa over its JSON API. */
export const paykeeperRegister = (server: Server): CashRegister => ({ print: printWith(server), read: readWith(server), findByKey: findWith({ ...server, lists: sharedReads() }) });
