import { childStatuses, type ChildStatus } from './child-status';
import { orderFact } from './order-fold';
import { nextOrderStatus, orderFacts, orderStatuses, type OrderStatus } from './order-status';
import type { PaymentStage } from './payment-stage';
import { mappingFrom } from './status-mapping';

const defaults = mappingFrom([]);
const stages: readonly PaymentStage[] = ['none', 'started', 'secured', 'captured', 'failed', 'released'];

describe('order statuses', () => {
  it('move exactly like this and keep the present status otherwise', () => {
    const moves = orderStatuses.map((from) => `${from}: ${orderFacts.flatMap((fact) => nextOrderStatus(from, fact) ?? []).join(' ')}`);
    expect(moves).toEqual([
      'placed: awaiting_payment payment_failed payment_secured paid cancelled',
      'awaiting_payment: placed payment_failed payment_secured paid cancelled',
      'payment_failed: awaiting_payment payment_secured paid in_delivery in_delivery delivered cancelled',
      'payment_secured: payment_failed picked paid in_delivery in_delivery delivered returned cancelled',
      'picked: payment_failed paid in_delivery in_delivery delivered returned cancelled',
      'paid: in_delivery in_delivery delivered completed returned cancelled',
      'in_delivery: payment_failed delivered completed returned cancelled',
      'delivered: payment_failed in_delivery completed returned',
      'completed: returned',
      'returned: ',
      'cancelled: ',
    ]);
  });

  it.each([
    ['nothing paid yet', 'none', ['placed', 'placed'], 'unpaid'],
    ['the buyer on the bank page', 'started', ['placed', 'placed'], 'paymentStarted'],
    ['a declined payment', 'failed', ['placed', 'placed'], 'paymentFailed'],
    ['held money', 'secured', ['ready_to_pick', 'ready_to_pick'], 'paymentSecured'],
    ['one of two picked', 'secured', ['picked', 'ready_to_pick'], 'paymentSecured'],
    ['all picked', 'secured', ['picked', 'picked'], 'picked'],
    ['one picked, one with nothing in stock', 'secured', ['picked', 'cancelled'], 'picked'],
    ['taken money', 'captured', ['picked', 'picked'], 'paid'],
    ['money taken before picking', 'captured', ['ready_to_pick', 'picked'], 'paid'],
    ['one on its way', 'captured', ['in_delivery', 'picked'], 'dispatched'],
    ['one handed over, one on its way', 'captured', ['handed_over', 'in_delivery'], 'dispatched'],
    ['all handed over', 'captured', ['handed_over', 'handed_over'], 'delivered'],
    ['one closed by its receipt', 'captured', ['completed', 'handed_over'], 'delivered'],
    ['all closed by receipts', 'captured', ['completed', 'completed', 'cancelled'], 'completed'],
    ['one closed, one returned', 'captured', ['completed', 'returned'], 'completed'],
    ['one sent back by the buyer', 'captured', ['returning', 'handed_over'], 'goingBack'],
    ['one refused, one on its way', 'captured', ['returning', 'in_delivery'], 'dispatched'],
    ['all returned', 'captured', ['returned', 'returned'], 'returned'],
    ['all cancelled', 'captured', ['cancelled', 'cancelled'], 'cancelled'],
    ['a hold that was released under goods on their way', 'released', ['in_delivery'], 'paymentFailed'],
  ] as const)('follow %s', (...[, stage, children, fact]) => {
    expect(orderFact({ stage, children, mapping: defaults })).toBe(fact);
  });

  it('know a fact for every payment stage and every pair of child statuses', () => {
    const facts = stages.flatMap((stage) => childStatuses.flatMap((a) => childStatuses.map((b) => orderFact({ stage, children: [a, b] as ChildStatus[], mapping: defaults }))));
    expect(facts.every((fact) => orderFacts.includes(fact))).toBe(true);
  });

  it('leave a declined order waiting for another payment where the merchant chose so', () => {
    const mapping = mappingFrom([{ source: 'payment', when: 'PaymentDeclined', then: 'awaiting_payment' }]);
    expect(orderFact({ stage: 'failed', children: ['placed'], mapping })).toBe('paymentStarted');
  });

  it('stay delivered or completed while the buyer sends goods back', () => {
    expect([nextOrderStatus('delivered', 'goingBack'), nextOrderStatus('completed', 'goingBack')]).toEqual([null, null]);
  });

  it('never leave an end', () => {
    const ends: OrderStatus[] = ['returned', 'cancelled'];
    expect(ends.flatMap((status) => orderFacts.map((fact) => nextOrderStatus(status, fact))).every((next) => next === null)).toBe(true);
  });
});
