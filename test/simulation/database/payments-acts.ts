import { contractOf, legalEntities, orderOf } from '@paygraph/payments/testing/facts';
import type { Change } from '@paygraph/payments/domain/change';
import { newOperation, type Operation, type OperationKind, type OperationState } from '@paygraph/payments/domain/operation';
import type { Payment } from '@paygraph/payments/domain/payment';
import { paymentStates } from '@paygraph/payments/domain/payment-state';
import { startPayment } from '@paygraph/payments/domain/start-payment';
import { contractsOf, findContract, saveContract } from '@paygraph/payments/storage/contracts';
import { appendLedger } from '@paygraph/payments/storage/ledger';
import { decideNotification, storeNotification } from '@paygraph/payments/storage/notifications';
import { saveOperations } from '@paygraph/payments/storage/operations';
import { findOrder, insertOrder, lockOrder, markOrderCancelled } from '@paygraph/payments/storage/orders';
import { insertPayment, lockPayment, readPayment, updatePayment } from '@paygraph/payments/storage/payments';
import { currentPaymentOf, isPaidOtherwise, latestPaymentOf, refundedPaymentOf } from '@paygraph/payments/storage/reads';
import { routingOf, saveRouting } from '@paygraph/payments/storage/routing';
import { derivedId, type ContractId, type OperationId, type OrderId, type PaymentId } from '@paygraph/shared/ids';
import { minor } from '@paygraph/shared/money';
import type { Tx } from '@paygraph/shared/db/sql';
import type { Random } from '../engine/random';
import { merchantId } from './kernel-acts';
import type { Act } from './twins';

const orderIds = ['1', '2'].map((name) => derivedId<OrderId>('order', name));
const paymentIds = ['1', '2', '3'].map((name) => derivedId<PaymentId>('payment', name));
const operationIds = ['1', '2', '3', '4', '5', '6'].map((name) => derivedId<OperationId>('operation', name));
const contractIds = ['1', '2'].map((name) => derivedId<ContractId>('contract', name));
const kinds: readonly OperationKind[] = ['open_page', 'authorize', 'capture', 'void', 'refund', 'surplus', 'return_surplus'];
const states: readonly OperationState[] = ['requested', 'sent', 'accepted', 'unknown', 'succeeded', 'failed'];

const within = (name: string, draw: (random: Random) => (tx: Tx) => Promise<unknown>): Act => ({
  name,
  draw: (random) => {
    const act = draw(random);
    return (db) => db.transaction(merchantId, act);
  },
});

const aPayment = (random: Random): Payment => {
  const order = { ...orderOf(), id: random.pick(orderIds), merchantId };
  const contract = { ...contractOf(), merchantId, id: random.pick(contractIds) };
  const now = new Date('2026-03-02T12:00:00Z');
  const { payment } = startPayment({ paymentId: random.pick(paymentIds), operationId: operationIds[0] ?? derivedId('x'), order, route: { contract, explanation: ['chosen'] }, method: 'card', returnUrl: null, consent: null, now });
  return { ...payment, state: random.pick(paymentStates), version: random.below(8) === 0 ? 0 : 1 };
};

const anOperation = (random: Random): Operation => ({
  ...newOperation({ id: random.pick(operationIds), kind: random.pick(kinds), amount: minor(random.pick([0, 1, 7, 20_000, 20_000])), origin: 'order', reason: 'r' }),
  seq: 1 + random.below(4), state: random.pick(states), released: minor(random.pick([0, 0, 3])), requestId: random.chance(0.3) ? derivedId('request') : null,
  providerPaymentId: random.pick(['1', '2', null]), providerRef: random.pick(['r1', null, null]), sentAt: random.chance(0.5) ? new Date() : null, knownRefs: ['a'],
});

const changeOf = (payment: Payment, operations: readonly Operation[]): Change => ({ payment, operations, touched: operations.map(({ id }) => id), events: [], movements: [], work: [] });

const paymentActs: readonly Act[] = [
  within('insert payment', (random) => {
    const payment = aPayment(random);
    return (tx) => insertPayment(tx, { payment, operations: [] });
  }),
  within('update payment', (random) => {
    const [payment, versionBefore] = [aPayment(random), 1 + random.below(2)];
    const operations = Array.from({ length: random.below(4) }, () => anOperation(random));
    const after = { ...payment, version: versionBefore + random.below(2), providerPaymentId: random.pick(['1', '2', null]), reviewReason: 'r', bindingTold: random.chance(0.5), holdExpiresAt: new Date() };
    return (tx) => updatePayment(tx, { payment: { ...payment, version: versionBefore }, operations: [] }, { payment: after, operations });
  }),
  within('lock payment', (random) => {
    const id = random.pick(paymentIds);
    return (tx) => lockPayment(tx, id);
  }),
  within('read payments', (random) => {
    const [id, orderId] = [random.pick(paymentIds), random.pick(orderIds)];
    return async (tx) => {
      const found = await readPayment(tx, id);
      return [found, await currentPaymentOf(tx, orderId), await latestPaymentOf(tx, orderId), await refundedPaymentOf(tx, orderId), found && (await isPaidOtherwise(tx, found.payment))];
    };
  }),
];

const moneyActs: readonly Act[] = [
  within('save operations', (random) => {
    const change = changeOf(aPayment(random), Array.from({ length: 1 + random.below(2) }, () => anOperation(random)));
    // One statement must not touch a row twice.
    const once = { ...change, operations: change.operations.filter(({ id }, at, all) => all.findIndex((other) => other.id === id) === at) };
    return (tx) => saveOperations(tx, once);
  }),
  within('append ledger', (random) => {
    const amount = minor(random.pick([0, 5, 5, 5]));
    const entries = [{ account: 'buyer', legalEntityId: null, amount: minor(-amount) }, { account: random.pick(['hold', 'acquirer_receivable'] as const), legalEntityId: random.chance(0.5) ? legalEntities[0] : null, amount: minor(amount + (random.chance(0.2) ? 1 : 0)) }] as const;
    const change = { ...changeOf(aPayment(random), []), movements: [{ operationId: random.pick(operationIds), name: random.pick(['capture', 'void']), entries }] };
    return (tx) => appendLedger(tx, change);
  }),
];

const otherActs: readonly Act[] = [
  within('orders', (random) => {
    const [id, cancels, total] = [random.pick(orderIds), random.chance(0.3), minor(random.pick([0, 7, -1]))];
    return async (tx) => {
      await insertOrder(tx, { ...orderOf(), id, merchantId, total });
      if (cancels) await markOrderCancelled(tx, id);
      return [await findOrder(tx, id), await lockOrder(tx, id)];
    };
  }),
  within('contracts', (random) => {
    const contract = contractOf({ id: random.pick(contractIds), merchantId, active: random.chance(0.5) });
    return async (tx) => {
      await saveContract(tx, contract);
      return [await findContract(tx, contract.id), await contractsOf(tx, merchantId)];
    };
  }),
  within('routing', (random) => {
    const rules = [{ name: 'r', methods: [], minTotal: random.pick([null, 1]), maxTotal: null, legalEntityIds: [], vendorIds: [], split: 'any' as const, contractIds }];
    return async (tx) => {
      const before = await routingOf(tx, merchantId);
      await saveRouting(tx, merchantId, { rules, hiding: [] });
      return [before, await routingOf(tx, merchantId)];
    };
  }),
  within('notifications', (random) => {
    const raw = Buffer.from(random.pick(['a', 'b', 'c']));
    return async (tx) => {
      const notice = { merchantId, contractId: contractIds[0] ?? derivedId('x'), provider: 'paykeeper', contentType: 'text/plain', raw };
      const [first, second] = [await storeNotification(tx, notice), await storeNotification(tx, notice)];
      await decideNotification(tx, first, { verdict: 'v', paymentId: null });
      return first === second;
    };
  }),
  { name: 'orders without a merchant', draw: () => (db) => db.transaction('system', (tx) => contractsOf(tx, merchantId)) },
];

export const paymentsActs: readonly Act[] = [...paymentActs, ...moneyActs, ...otherActs];
