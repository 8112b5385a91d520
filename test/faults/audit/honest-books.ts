import type { Books } from './books';
import type { Message } from './read-topics';

type Event = Books['events'][number];

const [orderId, childId, paymentId, merchantId] = ['order', 'child', 'payment', 'merchant'];
const event = (eventId: string, o: Partial<Event>): Event => ({ service: 'payments', event_id: eventId, topic: 'payments.payment.v1', aggregate_id: paymentId, aggregate_version: 1, type: 'PaymentAuthorized', order_id: orderId, receipt_kind: null, ...o });

const events: readonly Event[] = [
  event('placed', { service: 'orders_sync', topic: 'orders.order.v1', aggregate_id: orderId, type: 'OrderPlaced' }),
  event('authorized', {}),
  event('captured', { aggregate_version: 2, type: 'PaymentCaptured' }),
  ...[1, 2, 3, 4].map((seq) => event(`line-${seq}`, { service: 'orders_sync', topic: 'orders.timeline.v1', aggregate_id: orderId, aggregate_version: seq, type: 'TimelineEntryAdded' })),
  event('registered', { service: 'fiscalization', topic: 'fiscalization.receipt.v1', aggregate_id: 'receipt', type: 'ReceiptRegistered', receipt_kind: 'prepayment' }),
];

const messageOf = ({ event_id, topic, aggregate_id, aggregate_version, type }: Event, index: number): Message =>
  ({ topic, partition: 0, offset: index, key: aggregate_id, eventId: event_id, aggregateVersion: aggregate_version, type, body: {} });

const reads: readonly (readonly [string, string, string, number])[] = [
  ['payments', 'orders.order.v1', orderId, 1], ['fiscalization', 'orders.order.v1', orderId, 1], ['fiscalization', 'payments.payment.v1', paymentId, 2],
  ['orders-sync', 'payments.payment.v1', paymentId, 2], ['orders-sync', 'fiscalization.receipt.v1', 'receipt', 1], ['tokens.payments', 'payments.payment.v1', paymentId, 2],
];

/** One small sale of 100 roubles in which everything is right: held, receipted, taken, delivered. */
export const honestBooks = (): Books => ({
  bank: { payments: [{ merchantId, paymentId: '77', orderId: paymentId, held: false, authorised: 10_000, captured: 10_000, released: 0, refunded: 0, refundsStarted: 0 }], acknowledged: [{ merchantId, paymentId: '77' }] },
  register: { documents: [{ merchantId, documentNumber: 1, receiptKey: 'key', paymentId: '77', type: 'sale', isPostSale: false, total: 10_000 }] },
  carrier: { signals: [{ merchantId, signalId: 'signal', orderRef: 'A-1', kind: 'handed_over', accepted: 1 }] },
  bugs: [],
  orders: [{ id: orderId, merchant_id: merchantId, number: 'A', status: 'completed', seq: 4, total: 10_000 }],
  children: [{ id: childId, order_id: orderId, number: 'A-1', status: 'completed', returned: 0 }],
  orderPayments: [{ order_id: orderId, payment_id: paymentId, state: 'captured', captured: 10_000, refunded: 0 }],
  openRequests: [],
  timeline: ['order.placed', 'payment.authorized', 'receipt.prepayment.registered', 'payment.captured'].map((kind, index) => ({ order_id: orderId, seq: index + 1, kind, at: '' })),
  signals: [{ merchant_id: merchantId, signal_id: 'signal', child_order_id: childId }],
  payments: [{ id: paymentId, order_id: orderId, state: 'captured', provider_payment_id: '77', review_reason: null, amount: 10_000, authorized: 10_000, captured: 10_000, released: 0, refunded: 0, refund_pending: 0 }],
  operations: [['page', 'open_page', null], ['money', 'authorize', '77'], ['taking', 'capture', '77']].map(([id, kind, provider]) => ({ id: id ?? '', payment_id: paymentId, kind: kind ?? '', state: 'succeeded', amount: 10_000, provider_payment_id: provider ?? null, failure: null })),
  ledger: [
    { payment_id: paymentId, operation_id: 'money', movement: 'authorize', account: 'buyer', legal_entity_id: null, amount: -10_000 },
    { payment_id: paymentId, operation_id: 'money', movement: 'authorize', account: 'hold', legal_entity_id: null, amount: 10_000 },
    { payment_id: paymentId, operation_id: 'taking', movement: 'capture', account: 'hold', legal_entity_id: null, amount: -10_000 },
    { payment_id: paymentId, operation_id: 'taking', movement: 'capture', account: 'acquirer_receivable', legal_entity_id: 'seller', amount: 10_000 },
  ],
  refundKeys: [],
  receipts: [{ id: 'receipt', order_id: orderId, child_order_id: childId, payment_id: paymentId, legal_entity_id: 'seller', kind: 'prepayment', state: 'registered', total: 10_000, print_key: 'key', fd: '1', problem: null }],
  registerCalls: [],
  consents: [],
  events,
  cursors: reads.map(([consumer, topic, aggregate_id, last_version]) => ({ consumer, topic, aggregate_id, last_version })),
  outbox: [],
  parked: [],
  work: [{ service: 'payments', kind: 'payment.hold-clock', ref: paymentId, attempt: 0, late: -500_000, last_error: null }],
  messages: events.map(messageOf),
  told: {
    stories: [{ story: 'full picking', number: 'A', merchantId, from: 0, orderId, ends: 'completed', step: '', until: 1 }],
    commands: [{ name: 'placeOrder', orderId, ids: {}, key: 'place', at: 0 }, { name: 'startPayment', orderId, ids: { paymentId }, key: 'pay', at: 0 }, { name: 'confirmPicking', orderId, ids: { childOrderId: childId }, key: 'pick', at: 0 }],
    seen: () => [1, 2, 3, 4].map((seq) => ({ orderId, seq })),
  },
  outputs: { payments: '{"level":30,"msg":"listening"}' },
  secrets: { 'the password of the bank': 'p4ss/word+of the bank' },
});
