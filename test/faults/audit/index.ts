import type { Books, Check, Violation } from './books';
import { commandsEnd } from './commands-end';
import { eventsAppliedOnce } from './events-applied-once';
import { eventsPublished } from './events-published';
import { ledgerBalances } from './ledger-balances';
import { moneyIsOne } from './money-is-one';
import { noLeftovers } from './no-leftovers';
import { noOwnCrash } from './no-own-crash';
import { noSecretInLogs } from './no-secret-in-logs';
import { nothingUnderWay } from './nothing-under-way';
import { oneDocumentAReceipt } from './one-document-a-receipt';
import { outsideHeard } from './outside-heard';
import { readDatabase } from './read-database';
import { readOutside, type Outside } from './read-outside';
import { readTopics } from './read-topics';
import { storiesEnd } from './stories-end';
import { timelinesWhole } from './timelines-whole';

export const checks: readonly Check[] = [
  moneyIsOne, ledgerBalances, oneDocumentAReceipt, nothingUnderWay, noLeftovers, eventsPublished, eventsAppliedOnce, timelinesWhole, commandsEnd, storiesEnd, outsideHeard, noSecretInLogs, noOwnCrash,
];

export type Sources = Pick<Books, 'told' | 'outputs' | 'secrets'> & Readonly<{ ownerUrl: string; brokers: readonly string[]; outsides: readonly Outside[] }>;

export const readBooks = async ({ ownerUrl, brokers, outsides, ...given }: Sources): Promise<Books> => ({
  ...(await readOutside(outsides)),
  ...(await readDatabase(ownerUrl)),
  messages: await readTopics(brokers),
  ...given,
});

/** All that the database shows of one order, to look into a violation after the run is gone. */
export const dossierOf = (books: Books, orderId: string): object => {
  const payments = books.payments.filter(({ order_id }) => order_id === orderId);
  const [children, receipts] = [books.children, books.receipts].map((rows) => rows.filter(({ order_id }) => order_id === orderId));
  const ids = new Set([orderId, ...[...payments, ...(children ?? []), ...(receipts ?? [])].map(({ id }) => id)]);
  return {
    story: books.told.stories.find((story) => story.orderId === orderId),
    order: books.orders.find(({ id }) => id === orderId),
    children,
    timeline: books.timeline.filter(({ order_id }) => order_id === orderId).map(({ at, kind }) => `${at} ${kind}`),
    payments,
    operations: books.operations.filter(({ payment_id }) => ids.has(payment_id)),
    requests: books.openRequests.filter(({ order_id }) => order_id === orderId),
    atBank: books.bank.payments.filter((payment) => ids.has(payment.orderId)),
    receipts,
    registerCalls: books.registerCalls.filter(({ receipt_id }) => ids.has(receipt_id)),
    work: books.work.filter(({ ref }) => ids.has(ref)),
  };
};

/** Everything that is wrong with the books. */
export const audit = (books: Books): Violation[] => checks.flatMap(({ name, run }) => run(books).map((found) => ({ check: name, ...found })));
