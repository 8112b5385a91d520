import { minor, sum } from '@paygraph/shared/money';
import fc from 'fast-check';
import { orderOf } from '../testing/facts';
import { misfit, priceLines, spread, totalOf, without } from './composition';

const order = orderOf();
const [first, second] = order.children;
if (!first || !second) throw new Error('the order has two children');
const parts = order.children.map(({ childOrderId, total, lines }) => ({ childOrderId, total, lines }));

describe('a sum laid over the lines', () => {
  it('adds up to the kopeck, child by child, and takes no more of a line than there is', () => {
    const totals = fc.array(fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(totals, fc.double({ min: 0, max: 1, noNaN: true }), (lines, share) => {
        const whole = orderOf(lines);
        const amount = minor(Math.max(1, Math.floor(whole.total * share)));
        const laid = spread(whole.children, amount);
        expect(totalOf(laid)).toBe(amount);
        expect(misfit(laid, whole.children)).toBeNull();
        expect(laid.every((child) => child.total === sum(child.lines.map(({ total }) => total)))).toBe(true);
      }),
    );
  });
});

describe('lines priced by quantity', () => {
  it('give a line\'s whole money for its whole quantity, in whatever steps it is returned', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 6 }), (total, steps) => {
        let left = orderOf([[total]]).children.map(({ childOrderId, total: childTotal, lines }) => ({ childOrderId, total: childTotal, lines: [...lines] }));
        let [back, quantity] = [0, 0];
        for (const step of [...steps, 100_000]) {
          const line = left[0]?.lines[0];
          if (!line) break;
          const asked = priceLines([{ childOrderId: left[0]?.childOrderId ?? '', lineId: line.lineId, quantityMilli: Math.min(step, line.quantityMilli) }], left);
          back += totalOf(asked);
          quantity += asked[0]?.lines[0]?.quantityMilli ?? 0;
          left = without(left, asked, true).map((child) => ({ ...child, lines: [...child.lines] }));
        }
        expect(back).toBe(total);
        expect(quantity).toBeLessThanOrEqual(2_000);
      }),
    );
  });
});

describe('a composition fits an order', () => {
  const line = first.lines[0];
  const otherLine = second.lines[0];
  if (!line || !otherLine) throw new Error('the children have lines');
  const child = (lines: readonly object[], total?: number) => [{ childOrderId: first.childOrderId, total: minor(total ?? 0), lines }] as unknown as typeof parts;

  it('when it is the order itself', () => expect(misfit(parts, order.children)).toBeNull());
  it.each([
    ['a line of another child', child([otherLine], otherLine.total), 'there is no such line left'],
    ['more of a line than there is', child([{ ...line, quantityMilli: 2_001 }], line.total), 'at most 2000 thousandths are left'],
    ['more money than the line has', child([{ ...line, total: line.total + 1 }], line.total + 1), `at most ${line.total} kopecks are left`],
    ['a quantity of nothing', child([{ ...line, quantityMilli: 0 }], line.total), 'the quantity must be more than zero'],
    ['a child that is not the sum of its lines', child([line], line.total + 1), 'the lines must add up to the child order'],
    ['a line twice', child([{ ...line, total: 1 }, { ...line, total: 1 }], 2), 'a line may be named once'],
  ])('but not with %s', (_what, wrong, rule) => expect(misfit(wrong, order.children)?.rule).toBe(rule));
});
