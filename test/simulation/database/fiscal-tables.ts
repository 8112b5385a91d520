import type { TableSpec } from './table';

type Id = string | null;
export type EntityRow = Readonly<{ id: string; merchant_id: string; name: string; inn: string; taxation_system: string; sender_email: string; active: boolean }>;
export const entities: TableSpec<EntityRow> = { name: 'legal_entity', keyOf: ({ id }) => id, isolated: true };

export type RegisterRow = Readonly<{
  id: string; merchant_id: string; legal_entity_id: string; name: string; connector: string; base_url: string; sealed_credentials: string; closing_settlement: string; active: boolean;
  known_since: number;
}>;
export const registers: TableSpec<RegisterRow> = {
  name: 'cash_register',
  keyOf: ({ id }) => id,
  isolated: true,
  check: ({ closing_settlement }) => (['advance', 'cashless'].includes(closing_settlement) ? null : 'cash_register_closing_settlement_check'),
};

export type TaxRow = Readonly<{ merchant_id: string; rates: unknown }>;
export const taxes: TableSpec<TaxRow> = { name: 'tax_settings', keyOf: ({ merchant_id }) => merchant_id, isolated: true };

export type ShopOrderRow = Readonly<{ id: string; merchant_id: string; number: string; customer_id: Id; total: number; sealed_contact: string }>;
export const shopOrders: TableSpec<ShopOrderRow> = { name: 'shop_order', keyOf: ({ id }) => id, isolated: true, check: ({ total }) => (total >= 0 ? null : 'shop_order_total_check') };

export type ChildRow = Readonly<{
  id: string; merchant_id: string; order_id: string; number: string; legal_entity_id: string; vendor_id: Id; position: number; total: number; lines: unknown; handed_over_on: string | null;
}>;
export const childOrders: TableSpec<ChildRow> = { name: 'child_order', keyOf: ({ id }) => id, isolated: true, references: [{ to: shopOrders, by: ({ order_id }) => order_id }], check: ({ total }) => (total >= 0 ? null : 'child_order_total_check') };

export type KnownPaymentRow = Readonly<{ id: string; merchant_id: string; order_id: string; legal_entity_id: Id; provider: string | null; provider_payment_id: string | null; captured: boolean }>;
export const knownPayments: TableSpec<KnownPaymentRow> = { name: 'payment', keyOf: ({ id }) => id, isolated: true };

export type ReceiptRow = Readonly<{
  id: string; merchant_id: string; order_id: string; child_order_id: string; payment_id: string; payment_ref: string | null; legal_entity_id: string; cash_register_id: string; seq: number;
  kind: string; state: string; cause_event_id: string; cause_part: number; cause_parts: number; total: number; parts: unknown; print_key: string; request: object | null; sealed_contact: string | null;
  sent_at: Date | null; first_sent_at: Date | null; asks: number; tries: number; remote_id: string | null; event_version: number; problem: string | null; overdue_since: Date | null;
}>;

const needsBody = ['sent', 'unknown', 'registered'];
const receiptRules: readonly (readonly [name: string, holds: (row: ReceiptRow) => boolean])[] = [
  ['receipt_seq_check', ({ seq }) => seq > 0],
  ['receipt_kind_check', ({ kind }) => ['prepayment', 'closing', 'prepayment_refund', 'refund'].includes(kind)],
  ['receipt_state_check', ({ state }) => ['planned', 'sent', 'unknown', 'registered', 'failed'].includes(state)],
  ['receipt_cause_parts_check', ({ cause_parts }) => cause_parts > 0],
  ['receipt_total_check', ({ total }) => total > 0],
  ['receipt_sent_with_body', ({ state, request, sent_at }) => !needsBody.includes(state) || (request !== null && sent_at !== null)],
];
export const receipts: TableSpec<ReceiptRow> = {
  name: 'receipt',
  keyOf: ({ id }) => id,
  isolated: true,
  references: [{ to: childOrders, by: ({ child_order_id }) => child_order_id }],
  uniques: [
    { name: 'receipt_business_key', of: (row) => `${row.child_order_id}/${row.cause_event_id}/${row.kind}/${row.cause_part}` },
    { name: 'receipt_chain', of: (row) => `${row.child_order_id}/${row.seq}` },
  ],
  check: (row) => receiptRules.find(([, holds]) => !holds(row))?.[0] ?? null,
};

export type LineRow = Readonly<{
  receipt_id: string; position: number; line_id: string; name: string; price: number; quantity_milli: number; sum: number; measure: number; subject: number; method: number;
  vat_code: number | null; vat_sum: number | null; agent: unknown;
}>;
export const receiptLines: TableSpec<LineRow> = { name: 'receipt_line', keyOf: (row) => `${row.receipt_id}/${row.position}`, isolated: true, references: [{ to: receipts, by: ({ receipt_id }) => receipt_id }] };

export type FiscalRow = Readonly<{ receipt_id: string; cash_register_id: string; fn: string; fd: string; fp: string }>;
export const fiscalData: TableSpec<FiscalRow> = { name: 'receipt_fiscal', keyOf: ({ receipt_id }) => receipt_id, isolated: true, references: [{ to: receipts, by: ({ receipt_id }) => receipt_id }] };

export type RegisterCallRow = Readonly<{ id: number; receipt_id: string; operation: string; outcome: string }>;
export const registerCalls: TableSpec<RegisterCallRow> = { name: 'register_call', keyOf: ({ id }) => String(id), isolated: true };
