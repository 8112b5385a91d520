import { ledger, operations, payments, type OperationRow, type PaymentRow } from '../database/payments-tables';
import type { Store } from '../database/store';
import { returned, type Bank, type BankPayment } from '../outside/bank';

/** What is wrong at rest; the truth is the bank's own books. Kopecks. */
export const moneyProblems = (store: Store, bank: Bank): string[] => {
  const rows = store.committed(payments);
  return [...rows.flatMap((row) => paymentProblems(store, row, bank)), ...accountProblems(store, bank)];
};

const ofBank = (payment: BankPayment) => {
  const back = returned(payment);
  const refunded = back - payment.released;
  return { authorized: payment.amount, captured: payment.captured, released: payment.released, refunded };
};

const sumOf = (rows: readonly OperationRow[], kind: string): number => rows.filter((row) => row.kind === kind && row.state === 'succeeded').reduce((sum, { amount }) => sum + amount, 0);

const paymentProblems = (store: Store, row: PaymentRow, bank: Bank): string[] => {
  const theirs = bank.payments.find(({ id }) => id === row.provider_payment_id);
  const isUntold = row.review_reason === null && bank.payments.some(({ isOdd, reference }) => isOdd && reference === row.id);
  const own = store.committed(operations).filter(({ payment_id }) => payment_id === row.id);
  const expected = theirs ? ofBank(theirs) : { authorized: 0, captured: 0, released: 0, refunded: 0 };
  const differences = (['authorized', 'captured', 'released', 'refunded'] as const).flatMap((name) => (row[name] === expected[name] ? [] : [`${name}: ours ${row[name]}, the bank's ${expected[name]}`]));
  const open = own.filter(({ state }) => state !== 'succeeded' && state !== 'failed').map(({ kind, state }) => `the ${kind} is still ${state}`);
  const voided = own.some(({ kind, state }) => kind === 'void' && state === 'succeeded') && row.captured > 0 ? ['money was captured after a void'] : [];
  const pending = row.refund_pending === 0 ? [] : [`${row.refund_pending} of refunds are still pending`];
  const odd = isUntold ? ['another sum than was asked came, and no person was told'] : [];
  return [...differences, ...open, ...voided, ...pending, ...odd].map((problem) => `payment ${row.id.slice(-4)} (${row.state}): ${problem}`);
};

/** The buyer's money as the bank has it, over all payments of the order: charged, and arrived though it was not due. */
const accountProblems = (store: Store, bank: Bank): string[] => {
  const entries = store.committed(ledger);
  const balance = (account: string): number => entries.filter((entry) => entry.account === account).reduce((sum, { amount }) => sum + amount, 0);
  const due = bank.payments.filter(({ isOdd }) => !isOdd);
  const charged = due.reduce((sum, payment) => sum + (payment.held ? payment.amount : payment.captured - (returned(payment) - payment.released)), 0);
  const surplus = sumOf(store.committed(operations), 'surplus') - sumOf(store.committed(operations), 'return_surplus');
  const rows = store.committed(payments);
  const kept = rows.reduce((sum, { captured, refunded }) => sum + captured - refunded, 0);
  const expected: readonly (readonly [what: string, ours: number, theirs: number])[] = [
    ['buyer charged', -balance('buyer'), charged],
    ['hold', balance('hold'), due.filter(({ held }) => held).reduce((sum, { amount }) => sum + amount, 0)],
    ['acquirer receivable', balance('acquirer_receivable'), kept],
    ['surplus', balance('surplus'), surplus],
    ['charged in the end', kept + surplus, charged],
  ];
  const forgotten = surplus > 0 && rows.every(({ review_reason }) => review_reason === null) ? [`${surplus} of surplus stay here and no person was told`] : [];
  return [...expected.flatMap(([what, ours, theirs]) => (ours === theirs ? [] : [`${what}: the books say ${ours}, it is ${theirs}`])), ...forgotten];
};
