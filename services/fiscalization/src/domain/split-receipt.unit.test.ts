import type { OrderLineId } from '@paygraph/shared/ids';
import { minor } from '@paygraph/shared/money';
import type { ReceiptPart } from './position';
import { splitReceipt } from './split-receipt';

const part = (at: number, total = 1_000): ReceiptPart => ({ lineId: String(at) as OrderLineId, quantityMilli: 3_000, total: minor(total), percent: 22 });

describe('a receipt of very many rows', () => {
  it('becomes several, none above the limit, with every part in its order', () => {
    const parts = Array.from({ length: 120 }, (_, at) => part(at));
    const receipts = splitReceipt(parts);
    expect(receipts.map((one) => one.length)).toEqual([50, 50, 20]);
    expect(receipts.flat()).toEqual(parts);
  });

  it('counts rows and not parts: a total that divides needs one', () => {
    expect(splitReceipt(Array.from({ length: 101 }, (_, at) => part(at, 3_000))).map((one) => one.length)).toEqual([100, 1]);
  });

  it('is one receipt when it fits', () => {
    expect(splitReceipt([part(1), part(2)], 4)).toHaveLength(1);
    expect(splitReceipt([part(1), part(2)], 3)).toHaveLength(2);
  });
});
