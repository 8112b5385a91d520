import type { Books } from './books';
import { honestBooks } from './honest-books';
import { audit, checks } from './index';

type Doctored = Readonly<{ check: string; what: string; doctor: (books: Books) => Partial<Books> }>;

/** Changes the first row of a table. */
const first = <K extends keyof Books>(name: K, change: object) => (books: Books): Partial<Books> => {
  const [row, ...rest] = books[name] as unknown as readonly object[];
  return { [name]: [{ ...row, ...change }, ...rest] };
};
const bank = (change: object) => ({ bank: old }: Books): Partial<Books> => ({ bank: { ...old, payments: [{ ...old.payments[0], ...change }] as Books['bank']['payments'] } });
const documents = (change: (all: Books['register']['documents']) => Books['register']['documents']) => ({ register }: Books): Partial<Books> => ({ register: { documents: change(register.documents) } });
const without = <K extends keyof Books>(name: K, which: (row: never) => boolean) => (books: Books): Partial<Books> => ({ [name]: (books[name] as unknown as readonly never[]).filter((row) => !which(row)) });
const command = (name: string, more: object = {}) => ({ told }: Books): Partial<Books> => ({ told: { ...told, commands: [{ name, orderId: 'order', ids: { paymentId: 'payment', childOrderId: 'child', ...more }, key: name, at: 0 }] } });
const seen = (seqs: readonly number[]) => ({ told }: Books): Partial<Books> => ({ told: { ...told, seen: () => seqs.map((seq) => ({ orderId: 'order', seq })) } });
const story = (change: object) => ({ told }: Books): Partial<Books> => ({ told: { ...told, stories: told.stories.map((one) => ({ ...one, ...change })) } });
const printed = (text: string) => (): Partial<Books> => ({ outputs: { payments: `{"level":50,"msg":"${text}"}` } });

const violations: readonly Doctored[] = [
  { check: 'money is one', what: 'the bank took more than the payment says', doctor: bank({ captured: 10_100, authorised: 10_100 }) },
  { check: 'money is one', what: 'the bank gave money back that nobody booked', doctor: bank({ refunded: 1 }) },
  { check: 'money is one', what: 'the bank took money for a payment that nobody knows', doctor: bank({ orderId: 'stranger' }) },
  { check: 'money is one', what: 'the ledger misses a movement', doctor: without('ledger', ({ movement }: { movement: string }) => movement === 'capture') },
  { check: 'money is one', what: 'a kopeck is missing on the receipts', doctor: documents((all) => all.map((document) => ({ ...document, total: 9_999 }))) },
  { check: 'ledger balances', what: 'a movement does not add up', doctor: first('ledger', { amount: -9_999 }) },
  { check: 'ledger balances', what: 'another legal entity is owed than printed', doctor: first('receipts', { legal_entity_id: 'neighbour' }) },
  { check: 'one document a receipt', what: 'a receipt was printed twice', doctor: documents((all) => [...all, ...all.map((document) => ({ ...document, documentNumber: 2 }))]) },
  { check: 'one document a receipt', what: 'a receipt was not printed', doctor: documents(() => []) },
  { check: 'one document a receipt', what: 'a document nobody planned', doctor: documents((all) => [...all, ...all.map((document) => ({ ...document, receiptKey: '', documentNumber: 2 }))]) },
  { check: 'one document a receipt', what: 'the number of the document is wrong', doctor: first('receipts', { fd: '2' }) },
  { check: 'one document a receipt', what: 'less was closed than prepaid', doctor: ({ receipts }) => ({ receipts: [...receipts, ...receipts.map((receipt) => ({ ...receipt, kind: 'closing', total: 9_000, print_key: 'closing' }))] }) },
  { check: 'nothing under way', what: 'an operation is unknown', doctor: first('operations', { state: 'unknown' }) },
  { check: 'nothing under way', what: 'a payment is still capturing', doctor: first('payments', { state: 'capturing' }) },
  { check: 'nothing under way', what: 'a refund is still reserved', doctor: first('payments', { refund_pending: 1 }) },
  { check: 'nothing under way', what: 'a payment waits for a person', doctor: first('payments', { review_reason: 'strange' }) },
  { check: 'nothing under way', what: 'a receipt is unknown', doctor: first('receipts', { state: 'unknown' }) },
  { check: 'nothing under way', what: 'a request of the order is open', doctor: () => ({ openRequests: [{ id: 'r', order_id: 'order', kind: 'void', state: 'open' }] }) },
  { check: 'nothing under way', what: 'the bank is still giving back', doctor: bank({ refundsStarted: 1 }) },
  { check: 'no leftovers', what: 'an event is unsent', doctor: () => ({ outbox: [{ service: 'payments', event_id: 'captured' }] }) },
  { check: 'no leftovers', what: 'an event is put aside', doctor: () => ({ parked: [{ service: 'payments', topic: 'orders.order.v1', aggregate_id: 'order', reason: 'later', error: null }] }) },
  { check: 'no leftovers', what: 'work is overdue', doctor: first('work', { late: 600 }) },
  { check: 'no leftovers', what: 'a simulator has a bug', doctor: () => ({ bugs: ['oops'] }) },
  { check: 'events published', what: 'an event never reached its topic', doctor: without('messages', ({ eventId }: { eventId: string }) => eventId === 'captured') },
  { check: 'events published', what: 'a message nobody wrote', doctor: without('events', ({ event_id }: { event_id: string }) => event_id === 'captured') },
  { check: 'events published', what: 'a later event of a key comes first', doctor: ({ messages }) => ({ messages: messages.map((message) => (message.eventId === 'captured' ? { ...message, offset: -1 } : message)) }) },
  { check: 'events published', what: 'a key on two partitions', doctor: ({ messages }) => ({ messages: messages.map((message) => (message.eventId === 'captured' ? { ...message, partition: 1 } : message)) }) },
  { check: 'events applied once', what: 'a reader has not read the last event', doctor: first('cursors', { last_version: 0 }) },
  { check: 'events applied once', what: 'an event was applied twice', doctor: ({ timeline }) => ({ timeline: [...timeline, { order_id: 'order', seq: 5, kind: 'payment.captured', at: '' }] }) },
  { check: 'events applied once', what: 'an event was not applied', doctor: without('timeline', ({ kind }: { kind: string }) => kind === 'payment.captured') },
  { check: 'events applied once', what: 'the order believes in another sum', doctor: first('orderPayments', { captured: 20_000 }) },
  { check: 'events applied once', what: 'a saved card has no consent', doctor: first('events', { type: 'CardBindingReceived', aggregate_id: 'payment' }) },
  { check: 'timelines whole', what: 'a number is missing in the database', doctor: without('timeline', ({ seq }: { seq: number }) => seq === 2) },
  { check: 'timelines whole', what: 'a number is missing on the topic', doctor: without('messages', ({ eventId }: { eventId: string }) => eventId === 'line-2') },
  { check: 'timelines whole', what: 'a watcher missed an entry', doctor: seen([1, 2, 4]) },
  { check: 'timelines whole', what: 'a watcher saw an entry twice', doctor: seen([1, 2, 2, 3, 4]) },
  { check: 'timelines whole', what: 'a watcher saw entries out of order', doctor: seen([1, 3, 2, 4]) },
  { check: 'commands end', what: 'an accepted order does not exist', doctor: ({ told }) => ({ told: { ...told, commands: told.commands.map((one) => ({ ...one, orderId: 'lost' })) } }) },
  { check: 'commands end', what: 'an accepted payment does not exist', doctor: command('startPayment', { paymentId: 'lost' }) },
  { check: 'commands end', what: 'an accepted picking left no trace', doctor: (books) => ({ ...command('confirmPicking')(books), ...first('children', { status: 'ready_to_pick' })(books) }) },
  { check: 'commands end', what: 'an accepted hand-over left no trace', doctor: (books) => ({ ...command('recordDelivery')(books), ...first('children', { status: 'picked' })(books) }) },
  { check: 'commands end', what: 'an accepted cancellation left no trace', doctor: command('cancelOrder') },
  { check: 'commands end', what: 'an accepted void left no trace', doctor: command('voidPayment') },
  { check: 'commands end', what: 'an accepted refund left no trace', doctor: command('refundPayment') },
  { check: 'commands end', what: 'an accepted return left no trace', doctor: command('requestReturn') },
  { check: 'commands end', what: 'a command of which nobody knows how it ends', doctor: command('somethingNew') },
  { check: 'stories end', what: 'a story broke off', doctor: story({ failed: 'refused' }) },
  { check: 'stories end', what: 'an order ended elsewhere', doctor: story({ ends: 'cancelled' }) },
  { check: 'outside heard', what: 'an acknowledged notification is not booked', doctor: without('operations', ({ kind }: { kind: string }) => kind === 'authorize') },
  { check: 'outside heard', what: 'a signal was never acknowledged', doctor: ({ carrier }) => ({ carrier: { signals: carrier.signals.map((signal) => ({ ...signal, accepted: 0 })) } }) },
  { check: 'outside heard', what: 'an acknowledged signal is lost', doctor: () => ({ signals: [] }) },
  { check: 'no secret in logs', what: 'a password as it is', doctor: printed('p4ss/word+of the bank') },
  { check: 'no secret in logs', what: 'a password in a form', doctor: printed(encodeURIComponent('p4ss/word+of the bank')) },
  { check: 'no secret in logs', what: 'a password in Base64', doctor: printed(Buffer.from('p4ss/word+of the bank and more').toString('base64')) },
  { check: 'no own crash', what: 'a process died of an error of its own', doctor: printed('uncaught exception') },
];

describe('the auditor', () => {
  it('finds nothing in honest books', () => {
    expect(audit(honestBooks())).toEqual([]);
  });

  it.each(violations)('$check: $what', ({ check, doctor }) => {
    const books = honestBooks();
    const found = audit({ ...books, ...doctor(books) }).map((violation) => violation.check);
    expect(found).toContain(check);
  });

  it('has no check that could not fail', () => {
    expect(checks.map(({ name }) => name).filter((name) => !violations.some(({ check }) => check === name))).toEqual([]);
  });
});
