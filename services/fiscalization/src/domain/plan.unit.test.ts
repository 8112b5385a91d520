import { minor } from '@paygraph/shared/money';
import { childIdOf, factsOf, lineIdOf, orderOf, paymentId } from '../testing/baskets';
import { planReceipts, type FiscalEvent } from './plan';
import { withPlanned, type FiscalFacts, type Plan, type PlannedReceipt } from './planning';

const day = '2026-03-01';
const order = orderOf([{ total: 60_000, quantityMilli: 2_000 }, { total: 10_000, quantityMilli: 1_000, vatCategory: 'reduced' }], [{ total: 30_000, quantityMilli: 3_000 }]);
const [first, second] = [childIdOf(0), childIdOf(1)];
const authorized: FiscalEvent = { kind: 'authorized', paymentId, amount: minor(100_000), day };
const capturedWith = (changes: Partial<FiscalEvent & { kind: 'captured' }>): FiscalEvent & { kind: 'captured' } => ({
  kind: 'captured', paymentId, captured: minor(100_000), released: minor(0), children: [], day, policy: 'reissue', ...changes,
});

const brief = ({ childOrderId, kind, parts }: PlannedReceipt) =>
  `${childOrderId === first ? 'first' : 'second'} ${kind} ${parts.map(({ quantityMilli, total, percent }) => `${quantityMilli / 1000}=${total}@${percent}`).join(' + ')}`;
const briefly = (plan: Plan) => (plan.ok ? plan.value.map(brief) : plan.error);

const afterAll = (facts: FiscalFacts, ...events: readonly FiscalEvent[]): FiscalFacts =>
  events.reduce((known, event) => {
    const plan = planReceipts(known, event);
    if (!plan.ok) throw new Error(plan.error.reason);
    const captured = event.kind === 'captured' ? [event.paymentId] : [];
    return { ...withPlanned(known, plan.value), capturedPayments: new Set([...known.capturedPayments, ...captured]) };
  }, facts);
const handedOver = (facts: FiscalFacts, ...ids: readonly (typeof first)[]): FiscalFacts => ({ ...facts, handedOver: new Map(ids.map((id) => [id, '2026-03-04'])) });
const partOf = ([childAt, lineAt]: readonly [number, number], quantityMilli: number, total: number) => ({
  childOrderId: childIdOf(childAt), total: minor(total), lines: [{ lineId: lineIdOf(childAt, lineAt), quantityMilli, total: minor(total) }],
});

describe('frozen money', () => {
  it('makes one prepayment receipt a child order, at the rates of its day', () => {
    expect(briefly(planReceipts(factsOf(order), authorized))).toEqual(['first prepayment 2=60000@22 + 1=10000@10', 'second prepayment 3=30000@22']);
    expect(briefly(planReceipts(factsOf(order), { ...authorized, day: '2025-12-31' }))).toContain('second prepayment 3=30000@20');
  });

  it('of another sum than the order is refused, because goods and money would not match', () => {
    expect(briefly(planReceipts(factsOf(order), { ...authorized, amount: minor(99_999) }))).toEqual({ kind: 'never', reason: expect.stringContaining('99999') });
  });

  it('waits while the VAT rates are not known', () => {
    expect(briefly(planReceipts({ ...factsOf(order), rates: [] }, authorized))).toEqual({ kind: 'later', reason: expect.stringContaining('no VAT rate') });
  });
});

describe('a capture', () => {
  const held = afterAll(factsOf(order), authorized);
  const partial = capturedWith({ captured: minor(70_000), released: minor(30_000), children: [partOf([0, 0], 1_000, 30_000), partOf([0, 1], 1_000, 10_000), partOf([1, 0], 3_000, 30_000)] });
  const merged = {
    ...partial,
    children: [{ ...partOf([0, 0], 1_000, 30_000), total: minor(40_000), lines: [...partOf([0, 0], 1_000, 30_000).lines, ...partOf([0, 1], 1_000, 10_000).lines] }, partOf([1, 0], 3_000, 30_000)],
  };

  it('of everything changes nothing: the receipt of the hold stands', () => {
    expect(briefly(planReceipts(held, capturedWith({})))).toEqual([]);
  });

  it('of less returns the first receipt whole and prints one of what was captured, only where something was lost', () => {
    expect(briefly(planReceipts(held, merged))).toEqual(['first prepayment_refund 2=60000@22 + 1=10000@10', 'first prepayment 1=30000@22 + 1=10000@10']);
  });

  it('of less returns only the missing part when that is the policy', () => {
    expect(briefly(planReceipts(held, { ...merged, policy: 'difference' }))).toEqual(['first prepayment_refund 1=30000@22']);
  });

  it('of one child order only returns the whole receipt of the other', () => {
    const event = capturedWith({ captured: minor(30_000), released: minor(70_000), children: [partOf([1, 0], 3_000, 30_000)] });
    expect(briefly(planReceipts(held, event))).toEqual(['first prepayment_refund 2=60000@22 + 1=10000@10']);
  });

  it('of a bare sum spreads what is missing over all lines as a discount', () => {
    const event = capturedWith({ captured: minor(50_000), released: minor(50_000), policy: 'difference' });
    expect(briefly(planReceipts(held, event))).toEqual(['first prepayment_refund 2=30000@22 + 1=5000@10', 'second prepayment_refund 3=15000@22']);
  });

  it('returns at the rate of the first receipt and prints anew at the rate of its own day', () => {
    const before = afterAll(factsOf(order), { ...authorized, day: '2025-12-31' });
    expect(briefly(planReceipts(before, merged))).toEqual(['first prepayment_refund 2=60000@20 + 1=10000@10', 'first prepayment 1=30000@22 + 1=10000@10']);
  });

  it('of more than was held, or of goods that were not, is refused', () => {
    const more = capturedWith({ captured: minor(100_000), released: minor(1), children: [] });
    expect(briefly(planReceipts(held, more))).toEqual({ kind: 'never', reason: expect.stringContaining('the hold') });
    const foreign = capturedWith({ captured: minor(70_000), released: minor(30_000), children: [partOf([1, 0], 4_000, 70_000)] });
    expect(briefly(planReceipts(held, foreign))).toEqual({ kind: 'never', reason: expect.stringContaining('more of the child order') });
  });

  it('of goods of another order is refused', () => {
    const event = capturedWith({ captured: minor(30_000), released: minor(70_000), children: [{ ...partOf([1, 0], 3_000, 30_000), childOrderId: childIdOf(7) }] });
    expect(briefly(planReceipts(held, event))).toEqual({ kind: 'never', reason: expect.stringContaining('no child order') });
  });

  it('without a hold makes the prepayment receipts itself', () => {
    expect(briefly(planReceipts(factsOf(order), capturedWith({})))).toEqual(['first prepayment 2=60000@22 + 1=10000@10', 'second prepayment 3=30000@22']);
  });
});

describe('a hand-over', () => {
  const captured = afterAll(factsOf(order), authorized, capturedWith({}));

  it('closes that child order with what was prepaid, at the rates of the hand-over', () => {
    expect(briefly(planReceipts(handedOver(captured, first), { kind: 'handed_over' }))).toEqual(['first closing 2=60000@22 + 1=10000@10']);
  });

  it('heard of before the capture waits for it, so that nothing is closed that was not taken', () => {
    const early = handedOver(afterAll(factsOf(order), authorized), second);
    expect(briefly(planReceipts(early, { kind: 'handed_over' }))).toEqual([]);
    const event = capturedWith({ captured: minor(80_000), released: minor(20_000), children: [{ ...partOf([0, 0], 2_000, 60_000), total: minor(70_000), lines: [...partOf([0, 0], 2_000, 60_000).lines, ...partOf([0, 1], 1_000, 10_000).lines] }, partOf([1, 0], 1_000, 10_000)] });
    expect(briefly(planReceipts(early, event))).toEqual(['second prepayment_refund 3=30000@22', 'second prepayment 1=10000@22', 'second closing 1=10000@22']);
  });

  it('heard of twice closes once', () => {
    const closed = afterAll(handedOver(captured, first), { kind: 'handed_over' });
    expect(briefly(planReceipts(closed, { kind: 'handed_over' }))).toEqual([]);
  });
});

describe('money that goes back', () => {
  const captured = afterAll(factsOf(order), authorized, capturedWith({}));
  const closed = afterAll(handedOver(captured, first, second), { kind: 'handed_over' });
  const refund = { kind: 'refunded', paymentId, amount: minor(30_000), children: [partOf([0, 0], 1_000, 30_000)], byLines: true } as const;

  it('before the hand-over returns the prepayment of those goods, and the rest is closed later', () => {
    expect(briefly(planReceipts(captured, refund))).toEqual(['first prepayment_refund 1=30000@22']);
    const returned = afterAll(captured, refund);
    expect(briefly(planReceipts(handedOver(returned, first), { kind: 'handed_over' }))).toEqual(['first closing 1=30000@22 + 1=10000@10']);
  });

  it('after the hand-over is a refund of the settlement', () => {
    expect(briefly(planReceipts(closed, refund))).toEqual(['first refund 1=30000@22']);
  });

  it('without goods named lowers every price in proportion', () => {
    const event = { kind: 'refunded', paymentId, amount: minor(10_000), children: [], byLines: false } as const;
    expect(briefly(planReceipts(captured, event))).toEqual(['first prepayment_refund 2=6000@22 + 1=1000@10', 'second prepayment_refund 3=3000@22']);
    const cheaper = afterAll(captured, event);
    expect(briefly(planReceipts(handedOver(cheaper, first), { kind: 'handed_over' }))).toEqual(['first closing 2=54000@22 + 1=9000@10']);
  });

  it.each([['fewer', 2_000], ['more', 4_000]])('as bare sums, spread over %s pieces than there are by now, leaves the goods to be returned', (_what, quantityMilli) => {
    const sum = { kind: 'refunded', paymentId, amount: minor(5_000), children: [partOf([1, 0], quantityMilli, 5_000)], byLines: false } as const;
    const rest = { kind: 'refunded', paymentId, amount: minor(20_000), children: [partOf([1, 0], 3_000, 20_000)], byLines: true } as const;
    const cheaper = afterAll(closed, sum, sum);
    expect(briefly(planReceipts(cheaper, rest))).toEqual(['second refund 3=20000@22']);
    expect(briefly(planReceipts(closed, sum))).toEqual([`second refund ${Math.min(quantityMilli, 3_000) / 1000}=5000@22`]);
  });

  it('beyond what its receipts hold is refused', () => {
    const twice = afterAll(captured, refund, refund);
    expect(briefly(planReceipts(twice, refund))).toEqual({ kind: 'never', reason: expect.stringContaining('more of the line') });
  });

  it('of a let-go hold returns everything that was printed for it', () => {
    const held = afterAll(factsOf(order), authorized);
    const voided = { kind: 'voided', paymentId, released: minor(100_000) } as const;
    expect(briefly(planReceipts(held, voided))).toEqual(['first prepayment_refund 2=60000@22 + 1=10000@10', 'second prepayment_refund 3=30000@22']);
    expect(briefly(planReceipts(held, { ...voided, released: minor(1) }))).toEqual({ kind: 'never', reason: expect.stringContaining('the hold') });
  });

  it('of a payment that never froze anything needs no receipt', () => {
    expect(briefly(planReceipts(factsOf(order), { kind: 'voided', paymentId, released: minor(0) }))).toEqual([]);
  });
});
