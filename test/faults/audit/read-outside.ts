import type { BankPayment, Document, Signal } from './books';

/** Where the outside world of one merchant is. */
export type Outside = Readonly<{ merchantId: string; bank: string; register: string; carrier: string }>;
type Entry = Readonly<{ kind: string; data: Readonly<Record<string, unknown>> }>;
type Sending = Readonly<{ signal: Readonly<{ signalId: string; orderRef: string; kind: string }>; accepted: number }>;

const get = async <T>(url: string, path: string): Promise<T> => {
  const response = await fetch(`${url}/__sim/${path}`);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T;
};

const journal = async (url: string, kind: string): Promise<readonly Entry[]> => (await get<{ entries: readonly Entry[] }>(url, `journal?kind=${kind}`)).entries;

const readOne = async ({ merchantId, bank, register, carrier }: Outside) => {
  const [money, told, printed, sent, bugs] = await Promise.all([
    get<{ payments: readonly Omit<BankPayment, 'merchantId'>[] }>(bank, 'books'),
    journal(bank, 'notification.accepted'),
    get<{ documents: readonly Omit<Document, 'merchantId'>[] }>(register, 'books'),
    get<{ signals: readonly Sending[] }>(carrier, 'books'),
    Promise.all([bank, register, carrier].map((url) => journal(url, 'simulator.bug'))),
  ]);
  return {
    payments: money.payments.map((payment) => ({ ...payment, merchantId })),
    acknowledged: [...new Set(told.map(({ data }) => String(data['paymentId'])))].map((paymentId) => ({ merchantId, paymentId })),
    documents: printed.documents.map((document) => ({ ...document, merchantId })),
    signals: sent.signals.map(({ signal: { signalId, orderRef, kind }, accepted }): Signal => ({ signalId, orderRef, kind, accepted, merchantId })),
    bugs: bugs.flat().map(({ data }) => JSON.stringify(data)),
  };
};

/** What banks, registers and carriers say themselves. */
export const readOutside = async (outsides: readonly Outside[]) => {
  const read = await Promise.all(outsides.map(readOne));
  return {
    bank: { payments: read.flatMap(({ payments }) => payments), acknowledged: read.flatMap(({ acknowledged }) => acknowledged) },
    register: { documents: read.flatMap(({ documents }) => documents) },
    carrier: { signals: read.flatMap(({ signals }) => signals) },
    bugs: read.flatMap(({ bugs }) => bugs),
  };
};
