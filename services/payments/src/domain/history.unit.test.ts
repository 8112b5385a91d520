import { paymentsPayment } from '@paygraph/schema/events/payments';
import { minor } from '@paygraph/shared/money';
import fc from 'fast-check';
import { contractOf, now, operationId, orderOf, startedPayment } from '../testing/facts';
import { capabilityOf } from './facts';
import { amountsOf, brokenInvariant } from './amounts';
import { operationMoved, unchanged, type Change } from './change';
import type { Movement } from './ledger';
import { moneyArrived } from './money-arrival';
import { nextStep } from './operation';
import { orderVoid } from './order-requests';
import type { Snapshot } from './payment';
import { paymentStates } from './payment-state';
import { pageExpired } from './observe';
import { requestCapture } from './request-capture';
import { requestRefund } from './request-refund';
import { requestVoid } from './request-void';
import { settled, type Outcome } from './settle';

const order = orderOf([[100_00, 33_33], [66_67]]);
const contract = contractOf();
const capability = capabilityOf(contract, 'card');

type Step =
  | { do: 'arrive'; id: number; short: boolean; held: boolean; cancelled: boolean }
  | { do: 'capture' | 'refund'; amount: number }
  | { do: 'void' | 'orderVoid' | 'expire' | 'send' }
  | { do: 'settle'; outcome: Outcome['kind'] };

// Rare enough that most histories get somewhere.
const rarely = fc.integer({ min: 0, max: 9 }).map((drawn) => drawn === 0);

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('arrive' as const), id: fc.integer({ min: 1, max: 3 }), short: rarely, held: fc.boolean(), cancelled: rarely }),
    fc.record({ do: fc.constantFrom('capture' as const, 'refund' as const), amount: fc.integer({ min: -1, max: order.total + 1 }) }),
    fc.record({ do: fc.constantFrom('void' as const, 'orderVoid' as const, 'expire' as const, 'send' as const) }),
    fc.record({ do: fc.constant('settle' as const), outcome: fc.constantFrom('done' as const, 'done' as const, 'done' as const, 'failed' as const, 'accepted' as const, 'lost' as const, 'not-sent' as const, 'repeat' as const) }),
  ),
  { maxLength: 60, size: 'max' },
);

const outcomeOf = (kind: Outcome['kind']): Outcome => {
  switch (kind) {
    case 'done': return { kind, ref: null, page: { id: '1', url: 'https://bank.example/bill/1/', expiresAt: now } };
    case 'repeat': return { kind, keepProofs: false };
    case 'accepted': return { kind };
    default: return { kind, reason: 'because' };
  }
};

let count = 0;
const nextId = () => operationId(`op-${(count += 1)}`);
const request = () => ({ operationId: nextId(), requestId: null, origin: 'request', reason: 'asked for' }) as const;

const arrive = (now_: Snapshot, step: Extract<Step, { do: 'arrive' }>): Change => {
  const name = `${step.id}`;
  const arrival = { providerPaymentId: name, amount: minor(order.total - (step.short ? 1 : 0)), held: step.held, heldUntil: null, at: now, binding: null };
  const operationIds = { arrived: operationId(`arrived-${name}`), taken: operationId(`taken-${name}`) };
  return moneyArrived(now_, arrival, { order: { ...order, cancelled: step.cancelled }, contract, paidOtherwise: false, operationIds, now }).change;
};

const send = (snapshot: Snapshot): Change => {
  const next = nextStep(snapshot.operations);
  if (next?.do !== 'call') return unchanged(snapshot);
  const sent = operationMoved(unchanged(snapshot), { operation: next.operation, move: 'send', patch: { sentAt: now } });
  return sent.ok ? sent.value : unchanged(snapshot);
};

const settle = (snapshot: Snapshot, kind: Outcome['kind']): Change => {
  const next = nextStep(snapshot.operations);
  if (next?.do !== 'inquire') return unchanged(snapshot);
  const done = settled(snapshot, next.operation, { outcome: outcomeOf(kind), context: { order, firstLookMs: 1 } });
  return done.ok ? done.value : unchanged(snapshot);
};

const apply = (snapshot: Snapshot, step: Step): Change => {
  const orNothing = (made: { ok: true; value: Change } | { ok: false }): Change => (made.ok ? made.value : unchanged(snapshot));
  switch (step.do) {
    case 'arrive': return arrive(snapshot, step);
    case 'capture': return orNothing(requestCapture(snapshot, { order, capability, request: { ...request(), amount: minor(step.amount) } }));
    case 'refund': return orNothing(requestRefund(snapshot, { capability, request: { ...request(), amount: minor(step.amount) } }));
    case 'void': return orNothing(requestVoid(snapshot, request()));
    case 'orderVoid': return orNothing(orderVoid(snapshot, { ...request(), requestId: operationId('r'), capability }));
    case 'expire': return orNothing(pageExpired(snapshot));
    case 'send': return send(snapshot);
    case 'settle': return settle(snapshot, step.outcome);
  }
};

const balanceOf = (movements: readonly Movement[], account: string): number =>
  movements.flatMap(({ entries }) => entries).filter((entry) => entry.account === account).reduce((total, { amount }) => total + amount, 0);

describe('whatever happens to a payment, in whatever order', () => {
  const run = (history: readonly Step[], check: (change: Change, before: Snapshot, all: readonly Movement[]) => void): void => {
    let current: Snapshot = startedPayment(order);
    const movements: Movement[] = [];
    for (const step of history) {
      const change = apply(current, step);
      movements.push(...change.movements);
      check(change, current, movements);
      current = { payment: change.payment, operations: change.operations };
    }
  };

  it('no more is captured than was authorized, and no more refunded than captured', () => {
    fc.assert(fc.property(steps, (history) => run(history, ({ operations }) => expect(brokenInvariant(amountsOf(operations), order.total)).toBeNull())), { numRuns: 500 });
  });

  it('every movement of the ledger adds up to zero, and its accounts agree with the payment', () => {
    fc.assert(
      fc.property(steps, (history) =>
        run(history, ({ operations, movements }, _before, all) => {
          for (const { entries } of movements) expect(entries.reduce((total, { amount }) => total + amount, 0)).toBe(0);
          const { authorized, captured, released, refunded, surplus, surplusReturned } = amountsOf(operations);
          expect(balanceOf(all, 'hold')).toBe(authorized - captured - released);
          expect(balanceOf(all, 'acquirer_receivable')).toBe(captured - refunded);
          expect(balanceOf(all, 'surplus')).toBe(surplus - surplusReturned);
        }),
      ),
      { numRuns: 500 },
    );
  });

  it('the version counts the events, and every event keeps its published contract', () => {
    fc.assert(
      fc.property(steps, (history) =>
        run(history, ({ payment, events }, before) => {
          expect(payment.version).toBe(before.payment.version + events.length);
          for (const { type, body } of events) paymentsPayment.types[type as keyof typeof paymentsPayment.types].strict().parse(body);
        }),
      ),
      { numRuns: 300 },
    );
  });

  it('what is asked for, taken and given back has a composition that adds up to it', () => {
    fc.assert(
      fc.property(steps, (history) =>
        run(history, ({ operations }) => {
          for (const { kind, amount, children } of operations.filter((one) => one.kind === 'capture' || one.kind === 'refund')) {
            expect([kind, children.reduce((total, child) => total + child.total, 0)]).toEqual([kind, amount]);
          }
        }),
      ),
      { numRuns: 300 },
    );
  });

  it('at most one call of a payment is unsettled at a time', () => {
    fc.assert(fc.property(steps, (history) => run(history, ({ operations }) => expect(operations.filter(({ state }) => ['sent', 'accepted', 'unknown'].includes(state)).length).toBeLessThanOrEqual(1))));
  });

  it('every state is reached by some history, so that the rules above are about all of them', () => {
    const reached = new Set<string>();
    fc.assert(fc.property(steps, (history) => run(history, ({ payment }) => void reached.add(payment.state))), { numRuns: 1_000, seed: 1 });
    expect([...reached].sort()).toEqual([...paymentStates].sort());
  });
});
