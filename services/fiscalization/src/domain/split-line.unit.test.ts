import fc from 'fast-check';
import { minor } from '@paygraph/shared/money';
import { splitLine, type PricedRow } from './split-line';

const brief = (rows: readonly PricedRow[]) => rows.map(({ price, quantityMilli, sum }) => `${quantityMilli} x ${price} = ${sum}`);
const offMilli = ({ price, quantityMilli, sum }: PricedRow) => Math.abs(price * quantityMilli - sum * 1000);
const isLawful = (row: PricedRow) => row.price > 0 && row.sum > 0 && row.quantityMilli > 0 && offMilli(row) <= (row.quantityMilli % 1000 === 0 ? 0 : 1_000);

describe('a line of a receipt', () => {
  it('stays one row when its total divides', () => {
    expect(brief(splitLine(minor(3_000), 3_000))).toEqual(['3000 x 1000 = 3000']);
  });

  it('becomes two rows with prices a kopeck apart when it does not', () => {
    expect(brief(splitLine(minor(1_000), 3_000))).toEqual(['2000 x 333 = 666', '1000 x 334 = 334']);
    expect(brief(splitLine(minor(1_001), 4_000))).toEqual(['3000 x 250 = 750', '1000 x 251 = 251']);
  });

  it('of weight stays one row while the price times the weight rounds to the sum', () => {
    expect(brief(splitLine(minor(12_345), 1_500))).toEqual(['1500 x 8230 = 12345']);
    expect(brief(splitLine(minor(10_000), 333))).toEqual(['333 x 30030 = 10000']);
  });

  it('of much weight becomes two rows that give the sum exactly', () => {
    const rows = splitLine(minor(100_003), 7_350);
    expect(rows.reduce((total, { sum }) => total + sum, 0)).toBe(100_003);
    expect(rows.reduce((total, { quantityMilli }) => total + quantityMilli, 0)).toBe(7_350);
  });

  it('worth less than a kopeck a piece is sold as one lot, since registers refuse a zero price', () => {
    expect(splitLine(minor(2), 5_000)).toEqual([{ price: 2, quantityMilli: 1000, sum: 2, packed: true }]);
  });

  it('that costs nothing has no row', () => {
    expect(splitLine(minor(0), 2_000)).toEqual([]);
  });

  it('always gives its sum, its quantity and prices within a kopeck, for pieces and for weights', () => {
    const pieces = fc.integer({ min: 1, max: 1_000 }).map((count) => count * 1_000);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000_000 }), fc.oneof(pieces, fc.integer({ min: 1, max: 500_000 })), (total, quantityMilli) => {
        const rows = splitLine(minor(total), quantityMilli);
        const added = rows.reduce((sums, row) => ({ sum: sums.sum + row.sum, milli: sums.milli + row.quantityMilli }), { sum: 0, milli: 0 });
        const isWhole = added.sum === total && (added.milli === quantityMilli || rows.some(({ packed }) => packed));
        return isWhole && rows.every(isLawful);
      }),
      { numRuns: 100_000 },
    );
  });
});
