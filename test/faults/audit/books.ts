import type { Message } from './read-topics';
import type { Told } from './told';

/** Everything that the auditor looks at, as plain data. Sums are kopecks. */
export type Books = Readonly<{
  bank: Readonly<{ payments: readonly BankPayment[]; /** The bank's numbers of payments of which a notification was acknowledged. */ acknowledged: readonly Readonly<{ merchantId: string; paymentId: string }>[] }>;
  register: Readonly<{ documents: readonly Document[] }>;
  carrier: Readonly<{ signals: readonly Signal[] }>;
  bugs: readonly string[];
  orders: readonly OrderRow[];
  children: readonly ChildRow[];
  orderPayments: readonly Readonly<{ order_id: string; payment_id: string; state: string; captured: number; refunded: number }>[];
  openRequests: readonly Readonly<{ id: string; order_id: string; kind: string; state: string }>[];
  timeline: readonly Readonly<{ order_id: string; seq: number; kind: string; at: string }>[];
  signals: readonly Readonly<{ merchant_id: string; signal_id: string; child_order_id: string | null }>[];
  payments: readonly PaymentRow[];
  operations: readonly OperationRow[];
  ledger: readonly Readonly<{ payment_id: string; operation_id: string; movement: string; account: string; legal_entity_id: string | null; amount: number }>[];
  refundKeys: readonly Readonly<{ key: string; operation_id: string }>[];
  receipts: readonly ReceiptRow[];
  registerCalls: readonly Readonly<{ receipt_id: string; at: string; operation: string; outcome: string; reason: string | null; duration_ms: number }>[];
  consents: readonly Readonly<{ payment_id: string; count: number }>[];
  events: readonly EventRow[];
  cursors: readonly Readonly<{ consumer: string; topic: string; aggregate_id: string; last_version: number }>[];
  outbox: readonly Readonly<{ service: string; event_id: string }>[];
  parked: readonly Readonly<{ service: string; topic: string; aggregate_id: string; reason: string; error: string | null }>[];
  /** Work in waiting; `late` in seconds, below zero when it is for later. */
  work: readonly Readonly<{ service: string; kind: string; ref: string; attempt: number; late: number; last_error: string | null }>[];
  messages: readonly Message[];
  told: Told;
  /** What each process printed, over all its lives. */
  outputs: Readonly<Record<string, string>>;
  /** What must not be in there, by what it is. */
  secrets: Readonly<Record<string, string>>;
}>;

/** Numbers of the outside world are unique within one bank or register only, so each carries its merchant. */
export type BankPayment = Readonly<{ merchantId: string; paymentId: string; orderId: string; held: boolean; authorised: number; captured: number; released: number; refunded: number; refundsStarted: number }>;
export type Document = Readonly<{ merchantId: string; documentNumber: number; receiptKey: string; paymentId: string; type: string; isPostSale: boolean; total: number }>;
export type Signal = Readonly<{ signalId: string; orderRef: string; kind: string; accepted: number; merchantId: string }>;
export type OrderRow = Readonly<{ id: string; merchant_id: string; number: string; status: string; seq: number; total: number }>;
export type ChildRow = Readonly<{ id: string; order_id: string; number: string; status: string; returned: number }>;
export type PaymentRow = Readonly<{
  id: string; order_id: string; state: string; provider_payment_id: string | null; review_reason: string | null; amount: number; authorized: number; captured: number; released: number; refunded: number; refund_pending: number;
}>;
export type OperationRow = Readonly<{ id: string; payment_id: string; kind: string; state: string; amount: number; provider_payment_id: string | null; failure: string | null }>;
export type ReceiptRow = Readonly<{ id: string; order_id: string; child_order_id: string; payment_id: string; legal_entity_id: string; kind: string; state: string; total: number; print_key: string; fd: string | null; problem: string | null }>;
export type EventRow = Readonly<{ service: string; event_id: string; topic: string; aggregate_id: string; aggregate_version: number; type: string; order_id: string | null; receipt_kind: string | null }>;

/** What is wrong, and where to look. */
export type Violation = Readonly<{ check: string; text: string; orderId?: string }>;
export type Found = Omit<Violation, 'check'>;

/** One thing that must be true of the books: one file, and a place in the list. */
export type Check = Readonly<{ name: string; about: string; run(books: Books): readonly Found[] }>;
