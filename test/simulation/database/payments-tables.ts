import type { TableSpec } from './table';

type Id = string | null;
export type PaymentRow = Readonly<{
  id: string; merchant_id: string; order_id: string; contract_id: string; legal_entity_id: string; customer_id: Id; provider: string; method: string; currency: string; amount: number;
  state: string; version: number; return_url: string | null; consent_wording: string | null; consent_given_at: Date | null; routing: unknown; page_id: string | null; page_url: string | null;
  page_expires_at: Date | null; provider_payment_id: string | null; hold_expires_at: Date | null; decline_reason: string | null; review_reason: string | null;
  authorized: number; captured: number; released: number; refunded: number; refund_pending: number; binding_told: boolean; created_at: Date;
}>;

const live = ['authorized', 'capturing', 'voiding', 'captured', 'partially_refunded'];
const openStates = ['created', 'awaiting_buyer'];

const paymentRules: readonly (readonly [name: string, holds: (row: PaymentRow) => boolean])[] = [
  ['payment_currency_check', ({ currency }) => currency === 'RUB'],
  ['payment_amount_check', ({ amount }) => amount > 0],
  ['payment_version_check', ({ version }) => version > 0],
  ['payment_sums_check', (row) => [row.authorized, row.captured, row.released, row.refunded, row.refund_pending].every((sum) => sum >= 0)],
  ['payment_authorized_within_amount', ({ authorized, amount }) => authorized <= amount],
  ['payment_captured_within_authorized', ({ captured, released, authorized }) => captured + released <= authorized],
  ['payment_refunded_within_captured', ({ refunded, refund_pending, captured }) => refunded + refund_pending <= captured],
];

export const payments: TableSpec<PaymentRow> = {
  name: 'payment',
  keyOf: ({ id }) => id,
  isolated: true,
  uniques: [
    { name: 'payment_by_provider', of: (row) => (row.provider_payment_id === null ? null : `${row.contract_id}/${row.provider_payment_id}`) },
    { name: 'payment_one_live_per_order', of: ({ state, order_id }) => (live.includes(state) ? order_id : null) },
    { name: 'payment_one_open_per_order', of: ({ state, order_id }) => (openStates.includes(state) ? order_id : null) },
  ],
  check: (row) => paymentRules.find(([, holds]) => !holds(row))?.[0] ?? null,
};

export type OperationRow = Readonly<{
  id: string; merchant_id: string; payment_id: string; seq: number; kind: string; state: string; amount: number; released: number; request_id: Id; origin: string; reason: string;
  children: unknown; by_lines: boolean; provider_payment_id: string | null; provider_ref: string | null; known_refs: string[]; attempts: number; inquiries: number; proofs: number;
  was_unknown: boolean; sent_at: string | null; failure: string | null; doubt: string | null;
}>;

const operationKinds = ['open_page', 'authorize', 'capture', 'void', 'refund', 'surplus', 'return_surplus'];
const operationStates = ['requested', 'sent', 'accepted', 'unknown', 'succeeded', 'failed'];
const about = ['id', 'merchant_id', 'payment_id', 'seq', 'kind', 'amount', 'released', 'request_id'] as const;

const operationProblem = (row: OperationRow, before: OperationRow | undefined): string | null => {
  if (before && ['succeeded', 'failed'].includes(before.state)) return 'operation_guard: has ended and cannot change';
  if (before && about.some((name) => before[name] !== row[name])) return 'operation_guard: what it is about cannot change';
  if (!operationKinds.includes(row.kind)) return 'operation_kind_check';
  if (!operationStates.includes(row.state)) return 'operation_state_check';
  return row.amount > 0 && row.released >= 0 ? null : 'operation_amount_check';
};

export const operations: TableSpec<OperationRow> = {
  name: 'operation',
  keyOf: ({ id }) => id,
  isolated: true,
  uniques: [
    { name: 'operation_in_order', of: (row) => `${row.payment_id}/${row.seq}` },
    { name: 'operation_once_per_request', of: (row) => (row.request_id === null ? null : `${row.payment_id}/${row.kind}/${row.request_id}`) },
    { name: 'operation_one_capture', of: (row) => (row.kind === 'capture' && row.state !== 'failed' ? row.payment_id : null) },
    { name: 'operation_one_arrival', of: (row) => ((row.kind === 'authorize' || row.kind === 'surplus') && row.provider_payment_id !== null ? `${row.payment_id}/${row.provider_payment_id}` : null) },
    { name: 'operation_one_provider_ref', of: (row) => (row.provider_ref === null || row.provider_payment_id === null ? null : `${row.payment_id}/${row.provider_payment_id}/${row.provider_ref}`) },
  ],
  references: [{ to: payments, by: ({ payment_id }) => payment_id }],
  check: operationProblem,
};

export type LedgerRow = Readonly<{ id: number; merchant_id: string; movement: string; payment_id: string; operation_id: string; contract_id: string; account: string; legal_entity_id: Id; amount: number; currency: string }>;
const accounts = ['buyer', 'hold', 'acquirer_receivable', 'surplus'];
export const ledger: TableSpec<LedgerRow> = {
  name: 'ledger_entry',
  keyOf: ({ id }) => String(id),
  isolated: true,
  references: [{ to: payments, by: ({ payment_id }) => payment_id }, { to: operations, by: ({ operation_id }) => operation_id }],
  uniques: [{ name: 'ledger_once', of: (row) => `${row.operation_id}/${row.movement}/${row.account}/${row.legal_entity_id ?? ''}` }],
  check: ({ account, amount }, before) => {
    if (before) return 'ledger_append_only';
    return accounts.includes(account) && amount !== 0 ? null : 'ledger_entry_check';
  },
};

export type NotificationRow = Readonly<{ id: string; merchant_id: string; contract_id: string; provider: string; dedupe_key: string; verdict: string; payment_id: Id; seen: number }>;
export const notifications: TableSpec<NotificationRow> = {
  name: 'provider_notification',
  keyOf: ({ id }) => id,
  isolated: true,
  uniques: [{ name: 'provider_notification_once', of: (row) => `${row.contract_id}/${row.dedupe_key}` }],
};

export type CallRow = Readonly<{ id: number; payment_id: string; operation_id: Id; direction: string; action: string; outcome: string }>;
export const calls: TableSpec<CallRow> = { name: 'provider_call', keyOf: ({ id }) => String(id), isolated: true };

export type OrderRow = Readonly<{ id: string; merchant_id: string; number: string; customer_id: Id; total: number; sealed_contact: string; children: unknown; cancelled: boolean }>;
export const orders: TableSpec<OrderRow> = { name: 'order_facts', keyOf: ({ id }) => id, isolated: true, check: ({ total }) => (total >= 0 ? null : 'order_facts_total_check') };

export type ContractRow = Readonly<{
  id: string; merchant_id: string; position: number; legal_entity_id: string; name: string; provider: string; bank: string | null; base_url: string; sealed_credentials: string; methods: unknown;
  settings: unknown; active: boolean;
}>;
export const contracts: TableSpec<ContractRow> = { name: 'contract_facts', keyOf: ({ id }) => id, isolated: true };

export type RoutingRow = Readonly<{ merchant_id: string; rules: unknown; hiding: unknown }>;
export const routings: TableSpec<RoutingRow> = { name: 'routing_facts', keyOf: ({ merchant_id: id }) => id, isolated: true };
