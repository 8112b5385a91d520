import { minor, zero } from '@paygraph/shared/money';
import { contractOf, now, operationId, orderOf, startedPayment } from '../testing/facts';
import { capabilityOf } from './facts';
import { moneyArrived } from './money-arrival';
import type { Snapshot } from './payment';
import { remainingParts, requestRefund, type RefundRequest } from './request-refund';

const order = orderOf([[100_00, 50_00], [50_00]]);
const capability = capabilityOf(contractOf(), 'card');
const [first] = order.children;
const line = first?.lines[0];

const captured = (): Snapshot => {
  const arrival = { providerPaymentId: '7', amount: order.total, held: false, heldUntil: null, at: now, binding: null };
  const operationIds = { arrived: operationId('arrived'), taken: operationId('taken') };
  return moneyArrived(startedPayment(order), arrival, { order, contract: contractOf(), paidOtherwise: false, operationIds, now }).change;
};

const ask = (snapshot: Snapshot, over: Partial<RefundRequest>, able = capability) =>
  requestRefund(snapshot, { capability: able, request: { operationId: operationId(JSON.stringify(over)), requestId: null, origin: 'request', reason: 'returned', ...over } });
const after = (snapshot: Snapshot, over: Partial<RefundRequest>): Snapshot => {
  const made = ask(snapshot, over);
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value;
};

describe('a refund', () => {
  it('leaves for the next one what neither came back nor is on its way', () => {
    const waiting = after(captured(), { amount: minor(150_00) });
    expect(ask(waiting, { amount: minor(50_01) })).toEqual({ ok: false, error: { kind: 'AmountTooLarge', available: 50_00, asked: 50_01 } });
    expect(ask(waiting, { amount: minor(50_00) }).ok).toBe(true);
    expect(remainingParts(waiting.operations).reduce((total, child) => total + child.total, 0)).toBe(50_00);
  });

  it('of everything is of everything that is left', () => {
    const rest = after(after(captured(), { amount: minor(150_00) }), {});
    expect(rest.operations.at(-1)?.amount).toBe(50_00);
    expect(ask(rest, {})).toEqual({ ok: false, error: { kind: 'AmountTooLarge', available: 0, asked: 0 } });
  });

  it('of a line twice is refused by the quantity that is left', () => {
    const lines = [{ childOrderId: first?.childOrderId ?? '', lineId: line?.lineId ?? '', quantityMilli: 1_500 }];
    const half = after(captured(), { lines });
    expect(half.operations.at(-1)?.amount).toBe(75_00);
    expect(ask(half, { lines })).toMatchObject({ ok: false, error: { kind: 'NotInOrder', rule: 'at most 500 thousandths are left' } });
  });

  it('by lines and sum must mean the same', () => {
    const lines = [{ childOrderId: first?.childOrderId ?? '', lineId: line?.lineId ?? '', quantityMilli: 2_000 }];
    expect(ask(captured(), { lines, amount: minor(99_00) })).toMatchObject({ ok: false, error: { kind: 'BadAmount', rule: 'the lines add up to 10000 kopecks' } });
  });

  it.each([zero, minor(-1)])('of %d kopecks is none', (amount) => expect(ask(captured(), { amount })).toMatchObject({ ok: false, error: { kind: 'BadAmount' } }));
  it('in part is refused where the contract knows no parts', () => {
    const able = { ...capability, partialRefund: false };
    expect(ask(captured(), { amount: minor(1) }, able)).toEqual({ ok: false, error: { kind: 'CannotDo', capability: 'partialRefund' } });
    expect(ask(captured(), {}, able).ok).toBe(true);
  });
  it('of a payment that holds nothing is refused', () => expect(ask(startedPayment(order), {})).toEqual({ ok: false, error: { kind: 'NotRefundable', state: 'created' } }));
});
