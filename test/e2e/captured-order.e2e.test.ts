import { playMainJob } from '@paygraph/gateway/main-job/play';
import { readResult } from '@paygraph/gateway/main-job/result';
import { booksOf } from '../kit/books';
import { capturedBasket, capturedDataIsHere } from '../kit/captured-data';
import { startTestStack, type TestStack } from '../kit/stack';

(capturedDataIsHere ? describe : describe.skip)(capturedDataIsHere ? 'a real shop\'s order 133' : 'a real shop\'s order 133 (ABSENT: ../shared/data is not here, nothing was checked)', () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack();
  }, 60_000);
  afterAll(() => stack.stop());

  it('goes the whole way over two warehouses: 14 380.58 roubles held, captured, receipted and closed to the kopeck', async () => {
    const played = await playMainJob(stack.shop, capturedBasket(), () => undefined);
    const { order, receipts, ledgerBalanced } = await readResult(stack.shop, played);
    expect(order).toMatchObject({ status: 'COMPLETED', total: { amount: 1_438_058 } });
    expect(booksOf(stack.shop, played)).toEqual({ chargedKopecks: 1_438_058, sold: { prepayment: 1_438_058, closing: 1_438_058 }, returned: 0, documents: 4, printedTwice: [] });
    expect(receipts).toHaveLength(4);
    expect(ledgerBalanced).toBe(true);
  }, 90_000);
});
