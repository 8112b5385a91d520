import { activeRegisters, registerOfReceipt, saveLegalEntity, saveRegister, saveTaxRates, taxationOf, taxRates } from '@paygraph/fiscalization/storage/configuration';
import { insertReceipt } from '@paygraph/fiscalization/storage/new-receipts';
import { childrenOf, contactOfOrder, insertChild, insertOrder, lockOrder, markHandedOver } from '@paygraph/fiscalization/storage/orders';
import { learnPayment, paymentsOf } from '@paygraph/fiscalization/storage/payments';
import { linesOfReceipts } from '@paygraph/fiscalization/storage/receipt-lines';
import { isFirstInLine, knownRemoteIds, lockReceipt, nextInLine, receiptsOfOrder, saveReceipt, type ReceiptRow } from '@paygraph/fiscalization/storage/receipts';
import { insertRegistration, logRegisterCall, markOverdue } from '@paygraph/fiscalization/storage/registration';
import { receiptKinds } from '@paygraph/fiscalization/domain/receipt-kind';
import { receiptStates } from '@paygraph/fiscalization/domain/receipt-state';
import { derivedId, type CashRegisterId, type ChildOrderId, type LegalEntityId, type OrderId, type OrderLineId, type PaymentId, type ReceiptId } from '@paygraph/shared/ids';
import { minor } from '@paygraph/shared/money';
import type { Tx } from '@paygraph/shared/db/sql';
import type { Random } from '../engine/random';
import { merchantId } from './kernel-acts';
import type { Act } from './twins';

const pool = <T extends string>(kind: string, count: number): T[] => Array.from({ length: count }, (_, at) => derivedId<T & never>(kind, String(at)));
const orderIds = pool<OrderId>('order', 2);
const childIds = pool<ChildOrderId>('child', 2);
const paymentIds = pool<PaymentId>('payment', 2);
const receiptIds = pool<ReceiptId>('receipt', 5);
const entityIds = pool<LegalEntityId>('entity', 2);
const registerIds = pool<CashRegisterId>('register', 2);

const within = (name: string, draw: (random: Random) => (tx: Tx) => Promise<unknown>): Act => ({
  name,
  draw: (random) => {
    const act = draw(random);
    return (db) => db.transaction(merchantId, act);
  },
});

const settingActs: readonly Act[] = [
  within('settings', (random) => {
    const id = random.pick(entityIds);
    const register = {
      id: random.pick(registerIds), legalEntityId: id, name: 'R', connector: 'paykeeper', baseUrl: 'https://r', sealedCredentials: 's', closingSettlement: 'advance', active: random.chance(0.6),
    } as const;
    const rate = { category: 'standard', percent: random.pick([20, 22]), from: '2026-01-01', to: null } as const;
    return async (tx) => {
      await saveLegalEntity(tx, merchantId, { id, name: 'E', inn: '7707083893', taxationSystem: 'osn', senderEmail: 'a@b.c', active: true });
      await saveRegister(tx, merchantId, register);
      await saveTaxRates(tx, merchantId, [rate]);
      return [await taxationOf(tx, id), await registerOfReceipt(tx, receiptIds[0] ?? ''), await activeRegisters(tx, id), await taxRates(tx)];
    };
  }),
];

const orderActs: readonly Act[] = [
  within('orders', (random) => {
    const [id, at, total] = [random.pick(orderIds), random.below(2), minor(random.pick([5, -1]))];
    return async (tx) => {
      await insertOrder(tx, merchantId, { id, number: '1', customerId: null, total, sealedContact: 'sealed' });
      const child = { childOrderId: childIds[at] ?? derivedId<ChildOrderId>('x'), number: '1-1', legalEntityId: entityIds[0] ?? derivedId<LegalEntityId>('x'), vendorId: null, total, lines: [] };
      await insertChild(tx, { merchantId, orderId: id, position: at, child });
      return [await lockOrder(tx, id), await childrenOf(tx, id), await contactOfOrder(tx, id)];
    };
  }),
  within('hand-over', (random) => {
    const [child, day] = [random.pick(childIds), random.pick(['2026-03-01', '2026-03-02'])];
    return async (tx) => {
      await markHandedOver(tx, child, day);
      return Promise.all(orderIds.map((id) => childrenOf(tx, id)).slice(0, 1));
    };
  }),
  within('payments', (random) => {
    const news = { id: random.pick(paymentIds), orderId: orderIds[0] ?? derivedId<OrderId>('x'), provider: random.chance(0.5) ? 'paykeeper' : undefined, providerPaymentId: random.chance(0.5) ? '9' : undefined, captured: random.chance(0.5) ? random.chance(0.5) : undefined };
    return async (tx) => {
      await learnPayment(tx, merchantId, news);
      return paymentsOf(tx, news.orderId);
    };
  }),
];

const aReceipt = (random: Random): ReceiptRow => ({
  id: random.pick(receiptIds), merchantId, orderId: random.pick(orderIds), childOrderId: random.pick(childIds), paymentId: random.pick(paymentIds), paymentRef: null,
  legalEntityId: entityIds[0] ?? derivedId<LegalEntityId>('x'), cashRegisterId: random.pick(registerIds), seq: random.below(5), causePart: random.below(2), causeParts: random.below(3), firstSentAt: random.chance(0.5) ? new Date() : null, kind: random.pick(receiptKinds), state: random.pick(receiptStates),
  total: minor(random.pick([5, 5, 5, 0])), parts: [], printKey: 'k', request: random.chance(0.7) ? { a: '1' } : null, sealedContact: null, sentAt: random.chance(0.8) ? new Date() : null, asks: random.below(3),
  tries: 0, remoteId: random.pick(['501', null]), eventVersion: 1, problem: null, overdueSince: null,
});

const line = { lineId: derivedId<OrderLineId>('line'), name: 'Goods', price: minor(5), quantityMilli: 1_000, sum: minor(5), measure: 0, subject: 1, method: 1, vatCode: 11, vatSum: minor(1), agent: null } as const;
const fiscal = { fn: '1', fd: '2', fp: '3', shift: null, receiptNumber: null, registrationNumber: null, registeredAt: new Date() };

const receiptActs: readonly Act[] = [
  within('insert receipt', (random) => {
    const receipt = aReceipt(random);
    const document = { settlement: 1, payment: 1081, total: receipt.total, lines: [line, line] } as const;
    return (tx) => insertReceipt(tx, { receipt, causeEventId: derivedId('cause'), document });
  }),
  within('save receipt', (random) => {
    const receipt = aReceipt(random);
    return (tx) => saveReceipt(tx, receipt);
  }),
  within('registration', (random) => {
    const receipt = aReceipt(random);
    return async (tx) => {
      await logRegisterCall(tx, { receipt, operation: 'print', outcome: 'registered', reason: null, durationMs: 1 });
      await insertRegistration(tx, { receipt, fiscal, qr: 'q', url: null });
    };
  }),
  within('overdue', (random) => {
    const id = random.pick(receiptIds);
    return (tx) => markOverdue(tx, id);
  }),
  within('read receipts', (random) => {
    const [{ id, childOrderId, seq }, orderId, paymentId] = [aReceipt(random), random.pick(orderIds), random.pick(paymentIds)];
    return async (tx) => [
      await lockReceipt(tx, id), await receiptsOfOrder(tx, orderId), await isFirstInLine(tx, id), await nextInLine(tx, { childOrderId, seq }), (await knownRemoteIds(tx, paymentId)).sort(),
      await linesOfReceipts(tx, [id]),
    ];
  }),
];

export const fiscalActs: readonly Act[] = [...settingActs, ...orderActs, ...receiptActs];
