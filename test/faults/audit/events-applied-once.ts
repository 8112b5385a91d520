import type { Books, Check, Found } from './books';
import { groupBy } from './group';

/** Who reads what. */
const readers: Readonly<Record<string, readonly string[]>> = {
  payments: ['merchants.configuration.v1', 'orders.order.v1'],
  fiscalization: ['merchants.configuration.v1', 'orders.order.v1', 'payments.payment.v1'],
  'orders-sync': ['merchants.configuration.v1', 'payments.payment.v1', 'fiscalization.receipt.v1'],
  'tokens.payments': ['payments.payment.v1'],
};

const behind = ({ events, cursors }: Books): Found[] => {
  const reached = new Map(cursors.map(({ consumer, topic, aggregate_id, last_version }) => [`${consumer} ${topic} ${aggregate_id}`, last_version]));
  const aggregates = [...groupBy(events, ({ topic, aggregate_id }) => `${topic} ${aggregate_id}`).values()];
  return Object.entries(readers).flatMap(([consumer, topics]) =>
    aggregates.filter(([first]) => topics.includes(first?.topic ?? '')).flatMap((all): Found[] => {
      const last = Math.max(...all.map(({ aggregate_version }) => aggregate_version));
      const [{ topic, aggregate_id, order_id } = { topic: '', aggregate_id: '', order_id: null }] = all;
      const at = reached.get(`${consumer} ${topic} ${aggregate_id}`) ?? 0;
      return at === last ? [] : [{ text: `${consumer} has read ${topic} ${aggregate_id} up to ${at} of ${last}`, orderId: order_id ?? undefined }];
    }),
  );
};

/** The line of the history that each event makes; applied twice it would stand there twice. */
const lineOf: Readonly<Record<string, string>> = {
  PaymentStarted: 'payment.started', PaymentPageOpened: 'payment.page_opened', PaymentAuthorized: 'payment.authorized', PaymentDeclined: 'payment.declined', PaymentCaptured: 'payment.captured', PaymentVoided: 'payment.voided',
  PaymentRefundStarted: 'payment.refund_started', PaymentRefunded: 'payment.refunded', PaymentOperationFailed: 'payment.operation_failed', PaymentOperationUnknown: 'payment.unknown',
};

const historyLines = ({ events, timeline }: Books): Found[] => {
  const wanted = new Map<string, number>();
  const add = (counts: Map<string, number>, orderId: string, kind: string): void => void counts.set(`${orderId} ${kind}`, (counts.get(`${orderId} ${kind}`) ?? 0) + 1);
  for (const { type, order_id, receipt_kind } of events) {
    const kind = type === 'ReceiptRegistered' ? `receipt.${receipt_kind}.registered` : lineOf[type];
    if (kind && order_id) add(wanted, order_id, kind);
  }
  const counted = new Set([...Object.values(lineOf), ...timeline.map(({ kind }) => kind).filter((kind) => /^receipt\..*\.registered$/.test(kind))]);
  const there = new Map<string, number>();
  for (const { order_id, kind } of timeline) if (counted.has(kind)) add(there, order_id, kind);
  return [...new Set([...wanted.keys(), ...there.keys()])]
    .filter((key) => wanted.get(key) !== there.get(key))
    .map((key) => ({ text: `the history has ${there.get(key) ?? 0} × ${key.split(' ')[1]}, the events ${wanted.get(key) ?? 0}`, orderId: key.split(' ')[0] }));
};

const readModels = ({ payments, orderPayments, events, consents }: Books): Found[] => {
  const known = new Map(orderPayments.map((row) => [row.payment_id, row]));
  const given = new Map(consents.map(({ payment_id, count }) => [payment_id, count]));
  const bindings = groupBy(events.filter(({ type }) => type === 'CardBindingReceived'), ({ aggregate_id }) => aggregate_id);
  return [
    ...payments.flatMap(({ id, order_id, captured, refunded }): Found[] => {
      const seen = known.get(id);
      return seen?.captured === captured && seen.refunded === refunded ? [] : [{ text: `the order believes that payment ${id} took ${seen?.captured} and gave back ${seen?.refunded}; it is ${captured} and ${refunded}`, orderId: order_id }];
    }),
    ...[...bindings].filter(([paymentId, all]) => (given.get(paymentId) ?? 0) !== all.length).map(([paymentId, all]) => ({ text: `payment ${paymentId} told of ${all.length} saved cards, ${given.get(paymentId) ?? 0} consents were noted`, orderId: all[0]?.order_id ?? undefined })),
  ];
};

/** Every reader is at the end of every aggregate, and no effect of an event is there twice or not at all. */
export const eventsAppliedOnce: Check = {
  name: 'events applied once',
  about: 'every reader took every event of its topics, and each left its effect exactly once',
  run: (books) => [...behind(books), ...historyLines(books), ...readModels(books)],
};
