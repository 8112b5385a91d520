import { calls, contracts, ledger, notifications, operations, orders, payments, routings, type LedgerRow, type OperationRow, type PaymentRow } from './payments-tables';
import type { Statements } from './statements';
import type { View } from './view';
import { failure } from './table';

type One = [string];
const shown = (row: PaymentRow): object => ({ ...row, amount: String(row.amount) });
const shownOrder = (view: View, id: string): object[] => {
  const row = view.get(orders, id);
  return row ? [{ ...row, total: String(row.total) }] : [];
};
const later = (a: PaymentRow, b: PaymentRow): number => (a.id > b.id ? -1 : 1);

type NewPayment = [string, string, string, string, string, string | null, string, string, string, number, string, number, string | null, string | null, Date | null, string];
const noPage = { page_id: null, page_url: null, page_expires_at: null, provider_payment_id: null, hold_expires_at: null, decline_reason: null, review_reason: null };
const noMoney = { authorized: 0, captured: 0, released: 0, refunded: 0, refund_pending: 0, binding_told: false };

const insertPayment = (view: View, p: NewPayment): object[] => {
  const [id, merchant_id, order_id, contract_id, legal_entity_id, customer_id, provider, method, currency, amount, state, version, return_url, consent_wording, consent_given_at, routing] = p;
  const facts = { id, merchant_id, order_id, contract_id, legal_entity_id, customer_id, provider, method, currency, amount, state, version, return_url, consent_wording, consent_given_at };
  view.insert(payments, { ...facts, ...noPage, ...noMoney, routing: JSON.parse(routing) as unknown, created_at: new Date(view.tx.startedAt) });
  return [];
};

const changed = [
  'state', 'version', 'page_id', 'page_url', 'page_expires_at', 'provider_payment_id', 'hold_expires_at', 'decline_reason', 'review_reason', 'authorized', 'captured', 'released', 'refunded',
  'refund_pending', 'consent_wording', 'consent_given_at', 'binding_told',
] as const;

const updatePayment = (view: View, [id, versionBefore, ...values]: [string, number, ...unknown[]]): object[] => {
  const row = view.get(payments, id);
  if (row === undefined) return [];
  view.lock(payments, row);
  if (row.version !== versionBefore) return [];
  view.update(payments, row, Object.fromEntries(changed.map((name, at) => [name, values[at]])) as Partial<PaymentRow>);
  return [{ saved: 1 }];
};

const ofPayment: Statements = {
  'SELECT *, clock_timestamp() AS #d50b381c': (view, [id]: One) => {
    const row = view.get(payments, id);
    if (row === undefined) return [];
    view.lock(payments, row);
    return [{ ...shown(row), now: view.now }];
  },
  'SELECT * FROM payment #51f074f6': (view, [id]: One) => view.where(payments, (row) => row.id === id).map(shown),
  'INSERT INTO payment (id, #ec19bd0a': insertPayment,
  'UPDATE payment SET state #d62eee56': updatePayment,
  'SELECT * FROM payment #5348617a': (view, [orderId, states, live]: [string, readonly string[], readonly string[]]) =>
    view.where(payments, (row) => row.order_id === orderId && states.includes(row.state))
      .sort((a, b) => Number(live.includes(b.state)) - Number(live.includes(a.state)) || later(a, b)).slice(0, 1).map(shown),
  'SELECT 1 FROM payment #bed014d4': (view, [orderId, id, states]: [string, string, readonly string[]]) =>
    view.where(payments, (row) => row.order_id === orderId && row.id !== id && states.includes(row.state)).slice(0, 1).map(() => ({ '?column?': 1 })),
  'SELECT id FROM payment #053ee6ef': (view, [orderId]: One) => view.where(payments, (row) => row.order_id === orderId && row.state === 'refunded').slice(0, 1).map(({ id }) => ({ id })),
  'SELECT * FROM payment #9c8258a8': (view, [orderId]: One) => view.where(payments, (row) => row.order_id === orderId).sort(later).slice(0, 1).map(shown),
  'SELECT clock_timestamp() AS now #71d50062': (view) => [{ now: view.now }],
};

const changeable = ({ state, provider_payment_id, provider_ref, known_refs, attempts, inquiries, proofs, was_unknown, sent_at, failure: why, doubt }: OperationRow): Partial<OperationRow> => ({
  state, provider_payment_id, provider_ref, known_refs, attempts, inquiries, proofs, was_unknown, sent_at, failure: why, doubt,
});

const shownOperation = (row: OperationRow): object => ({ ...row, amount: String(row.amount), released: String(row.released), sent_at: row.sent_at === null ? null : new Date(row.sent_at) });

const ofOperation: Statements = {
  'SELECT * FROM operation #2b2bdfae': (view, [paymentId]: One) => view.where(operations, (row) => row.payment_id === paymentId).sort((a, b) => a.seq - b.seq).map(shownOperation),
  // saveOperations
  'INSERT INTO operation (merchant_id, #3b1a48fc': (view, [merchant_id, payment_id, json]: [string, string, string]) => {
    const rows = (JSON.parse(json) as Omit<OperationRow, 'merchant_id' | 'payment_id'>[]).sort((a, b) => a.seq - b.seq);
    for (const given of rows) {
      const row = { ...given, merchant_id, payment_id };
      const before = view.inTheWay(operations, row);
      if (before) view.update(operations, before, changeable(row));
      else view.insert(operations, row);
    }
    return [];
  },
};

type NewEntry = Pick<LedgerRow, 'operation_id' | 'movement' | 'account' | 'legal_entity_id' | 'amount'>;
/** The trigger looks at each statement's rows by themselves. */
const unbalanced = (entries: readonly NewEntry[]): boolean => {
  const sums = new Map<string, number>();
  for (const { operation_id, movement, amount } of entries) sums.set(`${operation_id}/${movement}`, (sums.get(`${operation_id}/${movement}`) ?? 0) + amount);
  return [...sums.values()].some((sum) => sum !== 0);
};

const ofMoney: Statements = {
  'INSERT INTO ledger_entry (merchant_id, #c4c59bf9': (view, [merchant_id, payment_id, contract_id, currency, json]: [string, string, string, string, string]) => {
    const entries = JSON.parse(json) as NewEntry[];
    for (const entry of entries) view.insert(ledger, { ...entry, id: view.store.nextNumber('ledger'), merchant_id, payment_id, contract_id, currency });
    // Foreign keys are looked at before the trigger that weighs the statement.
    view.finish();
    if (unbalanced(entries)) throw failure('23514', 'the rows of a movement must add up to zero', 'ledger_balanced');
    return [];
  },
  'INSERT INTO provider_call (merchant_id, #3be58677': (view, [, payment_id, operation_id, json]: [string, string, string | null, string]) => {
    const rows = JSON.parse(json) as { direction: string; action: string; outcome: string }[];
    for (const { direction, action, outcome } of rows) view.insert(calls, { id: view.store.nextNumber('call'), payment_id, operation_id, direction, action, outcome });
    return [];
  },
  'INSERT INTO provider_notification (id, #20f025c0': (view, [id, merchant_id, contract_id, provider, dedupe_key]: [string, string, string, string, string]) => {
    const row = { id, merchant_id, contract_id, provider, dedupe_key, verdict: 'received', payment_id: null, seen: 1 };
    const before = view.inTheWay(notifications, row, 'provider_notification_once');
    if (before) view.update(notifications, before, { seen: before.seen + 1 });
    else view.insert(notifications, row);
    return [{ id: before?.id ?? id }];
  },
  'UPDATE provider_notification SET verdict #6299f51c': (view, [id, verdict, payment_id]: [string, string, string | null]) => {
    const row = view.get(notifications, id);
    if (row) view.update(notifications, row, { verdict, payment_id });
    return [];
  },
};

const ofOthers: Statements = {
  'SELECT * FROM order_facts #125c86d1': (view, [id]: One) => shownOrder(view, id),
  'SELECT * FROM order_facts #d682f66c': (view, [id]: One) => {
    const row = view.get(orders, id);
    if (row) view.lock(orders, row);
    return shownOrder(view, id);
  },
  'INSERT INTO order_facts (id, #39c2ac7f': (view, [id, merchant_id, number, customer_id, total, sealed_contact, children]: [string, string, string, string | null, number, string, string]) => {
    const row = { id, merchant_id, number, customer_id, total, sealed_contact, children: JSON.parse(children) as unknown, cancelled: false };
    if (view.inTheWay(orders, row) === undefined) view.insert(orders, row);
    return [];
  },
  'UPDATE order_facts SET cancelled #11475ffe': (view, [id]: One) => {
    const row = view.get(orders, id);
    if (row) view.update(orders, row, { cancelled: true });
    return [];
  },
  'SELECT * FROM contract_facts #229560ef': (view, [id]: One) => view.where(contracts, (row) => row.id === id),
  'SELECT c.* FROM payment #69c31862': (view, [id]: One) => view.where(contracts, (row) => row.id === view.get(payments, id)?.contract_id),
  'SELECT * FROM contract_facts #78b52031': (view, [merchantId]: One) => view.where(contracts, (row) => row.merchant_id === merchantId).sort((a, b) => a.position - b.position),
  'INSERT INTO contract_facts (id, #fa651ecb': (view, p: [string, string, string, string, string, string | null, string, string, string, string, boolean]) => {
    const [id, merchant_id, legal_entity_id, name, provider, bank, base_url, sealed_credentials, methods, settings, active] = p;
    const facts = { legal_entity_id, name, provider, bank, base_url, sealed_credentials, active, methods: JSON.parse(methods) as unknown, settings: JSON.parse(settings) as unknown };
    const row = { id, merchant_id, position: view.store.nextNumber('contract'), ...facts };
    const before = view.inTheWay(contracts, row);
    if (before) view.update(contracts, before, facts);
    else view.insert(contracts, row);
    return [];
  },
  'SELECT rules, hiding FROM #fd0e58d7': (view, [merchantId]: One) => view.where(routings, (row) => row.merchant_id === merchantId).map(({ rules, hiding }) => ({ rules, hiding })),
  'INSERT INTO routing_facts (merchant_id, #1c385265': (view, [merchant_id, ...told]: [string, string, string]) => {
    const [rules, hiding] = told.map((text) => JSON.parse(text) as unknown);
    const row = { merchant_id, rules, hiding };
    const before = view.inTheWay(routings, row);
    if (before) view.update(routings, before, { rules, hiding });
    else view.insert(routings, row);
    return [];
  },
};

/** What `payments` asks of its own tables. */
export const paymentsStatements: Statements = { ...ofPayment, ...ofOperation, ...ofMoney, ...ofOthers };
