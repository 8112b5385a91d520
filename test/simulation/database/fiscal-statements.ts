import {
  childOrders, entities, fiscalData, knownPayments, receiptLines, receipts, registerCalls, registers, shopOrders, taxes, type LineRow, type ReceiptRow, type RegisterRow,
} from './fiscal-tables';
import type { Statements } from './statements';
import type { View } from './view';

type One = [string];

const shownRegister = (row: RegisterRow): object => ({
  id: row.id, legalEntityId: row.legal_entity_id, name: row.name, connector: row.connector, baseUrl: row.base_url, sealedCredentials: row.sealed_credentials,
  closingSettlement: row.closing_settlement, active: row.active,
});

const ofSettings: Statements = {
  'INSERT INTO legal_entity (id, #a6a98345': (view, [id, merchant_id, name, inn, taxation_system, sender_email, active]: [string, string, string, string, string, string, boolean]) => {
    const row = { id, merchant_id, name, inn, taxation_system, sender_email, active };
    const before = view.inTheWay(entities, row);
    if (before) view.update(entities, before, { name, inn, taxation_system, sender_email, active });
    else view.insert(entities, row);
    return [];
  },
  'SELECT taxation_system AS system #82e8241e': (view, [id]: One) => view.where(entities, (row) => row.id === id).map(({ taxation_system }) => ({ system: taxation_system })),
  'INSERT INTO cash_register (id, #e00866a6': (view, p: [string, string, string, string, string, string, string, string, boolean]) => {
    const [id, merchant_id, legal_entity_id, name, connector, base_url, sealed_credentials, closing_settlement, active] = p;
    const facts = { legal_entity_id, name, connector, base_url, sealed_credentials, closing_settlement, active };
    const row = { id, merchant_id, ...facts, known_since: view.store.clock() };
    const before = view.inTheWay(registers, row);
    if (before) view.update(registers, before, facts);
    else view.insert(registers, row);
    return [];
  },
  'SELECT id, legal_entity_id AS #967a6586': (view, [receiptId]: One) => view.where(registers, (row) => row.id === view.get(receipts, receiptId)?.cash_register_id).map(shownRegister),
  'SELECT id, legal_entity_id AS #abc9e5c2': (view, [entity]: One) =>
    view.where(registers, (row) => row.legal_entity_id === entity && row.active).sort((a, b) => a.known_since - b.known_since || (a.id < b.id ? -1 : 1)).map(shownRegister),
  'INSERT INTO tax_settings (merchant_id, #e3522960': (view, [merchant_id, json]: [string, string]) => {
    const row = { merchant_id, rates: JSON.parse(json) as unknown };
    const before = view.inTheWay(taxes, row);
    if (before) view.update(taxes, before, row);
    else view.insert(taxes, row);
    return [];
  },
  'SELECT rates FROM tax_settings #61375961': (view) => view.rows(taxes).map(({ rates }) => ({ rates })),
};

const ofOrders: Statements = {
  'INSERT INTO shop_order (id, #61efa369': (view, [id, merchant_id, number, customer_id, total, sealed_contact]: [string, string, string, string | null, number, string]) => {
    const row = { id, merchant_id, number, customer_id, total, sealed_contact };
    if (view.inTheWay(shopOrders, row) === undefined) view.insert(shopOrders, row);
    return [];
  },
  'INSERT INTO child_order (id, #ba646075': (view, p: [string, string, string, string, string, string | null, number, number, string]) => {
    const [id, merchant_id, order_id, number, legal_entity_id, vendor_id, position, total, lines] = p;
    const row = { id, merchant_id, order_id, number, legal_entity_id, vendor_id, position, total, lines: JSON.parse(lines) as unknown, handed_over_on: null };
    if (view.inTheWay(childOrders, row) === undefined) view.insert(childOrders, row);
    return [];
  },
  'SELECT id, number, customer_id, #db76ff38': (view, [id]: One) => {
    const row = view.get(shopOrders, id);
    if (row === undefined) return [];
    view.lock(shopOrders, row);
    return [{ ...row, total: String(row.total) }];
  },
  'SELECT id, number, legal_entity_id, #b67fad14': (view, [orderId]: One) =>
    view.where(childOrders, (row) => row.order_id === orderId).sort((a, b) => a.position - b.position).map((row) => ({ ...row, total: String(row.total) })),
  'UPDATE child_order SET handed_over_on #733e3e94': (view, [id, day]: [string, string]) => {
    const row = view.get(childOrders, id);
    if (row?.handed_over_on === null) view.update(childOrders, row, { handed_over_on: day });
    return [];
  },
  'SELECT sealed_contact AS sealed #786b1dd5': (view, [id]: One) => view.where(shopOrders, (row) => row.id === id).map(({ sealed_contact }) => ({ sealed: sealed_contact })),
  // learnPayment
  'INSERT INTO payment AS #5314553f': (view, [id, merchant_id, order_id, entity, provider, ref, captured]: [string, string, string, string | null, string | null, string | null, boolean | null]) => {
    const row = { id, merchant_id, order_id, legal_entity_id: entity, provider, provider_payment_id: ref, captured: captured ?? false };
    const before = view.inTheWay(knownPayments, row);
    if (before === undefined) view.insert(knownPayments, row);
    else {
      view.update(knownPayments, before, {
        legal_entity_id: entity ?? before.legal_entity_id, provider: provider ?? before.provider, provider_payment_id: ref ?? before.provider_payment_id, captured: before.captured || row.captured,
      });
    }
    return [];
  },
  'SELECT id, order_id AS #523779d4': (view, [orderId]: One) =>
    view.where(knownPayments, (row) => row.order_id === orderId).sort((a, b) => (a.id < b.id ? -1 : 1)).map((row) => ({
      id: row.id, orderId: row.order_id, legalEntityId: row.legal_entity_id, provider: row.provider, providerPaymentId: row.provider_payment_id, captured: row.captured,
    })),
};

const shown = (row: ReceiptRow): object => ({
  id: row.id, merchantId: row.merchant_id, orderId: row.order_id, childOrderId: row.child_order_id, paymentId: row.payment_id, paymentRef: row.payment_ref, legalEntityId: row.legal_entity_id,
  cashRegisterId: row.cash_register_id, seq: row.seq, causePart: row.cause_part, causeParts: row.cause_parts, kind: row.kind, state: row.state, total: String(row.total), parts: row.parts, printKey: row.print_key, request: row.request,
  sealedContact: row.sealed_contact, sentAt: row.sent_at, firstSentAt: row.first_sent_at, asks: row.asks, tries: row.tries, remoteId: row.remote_id, eventVersion: row.event_version, problem: row.problem,
  overdueSince: row.overdue_since,
});
const bySeq = (a: ReceiptRow, b: ReceiptRow): number => a.seq - b.seq;
const fresh = { request: null, sealed_contact: null, sent_at: null, first_sent_at: null, asks: 0, tries: 0, remote_id: null, event_version: 1, problem: null, overdue_since: null };

const insertReceipt = (view: View, p: [string, string, string, string, string, string | null, string, string, number, string, string, number, number, number, string, string]): object[] => {
  const [id, merchant_id, order_id, child_order_id, payment_id, payment_ref, legal_entity_id, cash_register_id, seq, kind, cause_event_id, cause_part, cause_parts, total, parts, print_key] = p;
  const place = { id, merchant_id, order_id, child_order_id, payment_id, payment_ref, legal_entity_id, cash_register_id };
  view.insert(receipts, { ...place, ...fresh, seq, kind, state: 'planned', cause_event_id, cause_part, cause_parts, total, parts: JSON.parse(parts) as unknown, print_key });
  return [];
};

const updateReceipt = (
  view: View,
  p: [string, string, string, string | null, string | null, Date | null, number, number, string | null, number, string | null, string, string | null, Date | null],
): object[] => {
  const [id, state, print_key, request, sealed_contact, sent_at, asks, tries, remote_id, event_version, problem, cash_register_id, payment_ref, first_sent_at] = p;
  const row = view.get(receipts, id);
  const body = request === null ? null : (JSON.parse(request) as object);
  if (row) view.update(receipts, row, { state, print_key, request: body, sealed_contact, sent_at, asks, tries, remote_id, event_version, problem, cash_register_id, payment_ref, first_sent_at });
  return [];
};

const ofReceipts: Statements = {
  'INSERT INTO receipt (id, #6b8b5a1d': insertReceipt,
  'UPDATE receipt SET state #94a71425': updateReceipt,
  'SELECT r.id, r.merchant_id AS #f3718323': (view, [orderId]: One) =>
    view.where(receipts, (row) => row.order_id === orderId).sort((a, b) => (a.child_order_id === b.child_order_id ? bySeq(a, b) : a.child_order_id < b.child_order_id ? -1 : 1)).map(shown),
  'SELECT r.id, r.merchant_id AS #27909143': (view, [id]: One) => {
    const row = view.get(receipts, id);
    if (row === undefined) return [];
    view.lock(receipts, row);
    return [{ ...shown(row), now: view.now }];
  },
  'SELECT EXISTS (SELECT FROM #e5eeac28': (view, [id]: One) => {
    const own = view.get(receipts, id);
    return own ? [{ waiting: view.first(receipts, (row) => row.child_order_id === own.child_order_id && row.seq < own.seq && row.state !== 'registered') !== undefined }] : [];
  },
  'SELECT r.id, r.merchant_id AS #4c428b20': (view, [child, seq]: [string, number]) =>
    view.where(receipts, (row) => row.child_order_id === child && row.seq > seq && row.state !== 'registered').sort(bySeq).slice(0, 1).map(shown),
  'SELECT remote_id AS id #669c88af': (view, [paymentId]: One) => view.where(receipts, (row) => row.payment_id === paymentId && row.remote_id !== null).map(({ remote_id }) => ({ id: remote_id })),
  'UPDATE receipt SET overdue_since #568364d3': (view, [id]: One) => {
    const row = view.get(receipts, id);
    if (row === undefined || row.state === 'registered' || row.overdue_since !== null) return [];
    view.update(receipts, row, { overdue_since: view.now });
    return [{ marked: 1 }];
  },
};

const text = (value: number | null): string | null => (value === null ? null : String(value));
const shownLine = (row: LineRow): object => ({ ...row, price: text(row.price), quantity_milli: text(row.quantity_milli), sum: text(row.sum), vat_sum: text(row.vat_sum) });

const ofPrinting: Statements = {
  'INSERT INTO receipt_line (receipt_id, #831dc502': (view, [receipt_id, , json]: [string, string, string]) => {
    for (const line of JSON.parse(json) as Omit<LineRow, 'receipt_id'>[]) view.insert(receiptLines, { ...line, receipt_id });
    return [];
  },
  'SELECT * FROM receipt_line #e2ec7957': (view, [ids]: [readonly string[]]) =>
    view.where(receiptLines, (row) => ids.includes(row.receipt_id)).sort((a, b) => (a.receipt_id === b.receipt_id ? a.position - b.position : a.receipt_id < b.receipt_id ? -1 : 1)).map(shownLine),
  'INSERT INTO receipt_fiscal (receipt_id, #ba3617f8': (view, [receipt_id, , cash_register_id, fn, fd, fp]: [string, string, string, string, string, string]) => {
    view.insert(fiscalData, { receipt_id, cash_register_id, fn, fd, fp });
    return [];
  },
  'INSERT INTO register_call (merchant_id, #6b439468': (view, [, receipt_id, operation, outcome]: [string, string, string, string]) => {
    view.insert(registerCalls, { id: view.store.nextNumber('call'), receipt_id, operation, outcome });
    return [];
  },
};

/** What `fiscalization` asks of its own tables. */
export const fiscalStatements: Statements = { ...ofSettings, ...ofOrders, ...ofReceipts, ...ofPrinting };
