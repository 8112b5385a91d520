import { demoBasket } from '@paygraph/gateway/main-job/basket';
import { playMainJob } from '@paygraph/gateway/main-job/play';
import { readResult } from '@paygraph/gateway/main-job/result';
import type { ServiceName } from '@paygraph/gateway/stack/schemas';
import { booksOf } from '../kit/books';
import { startTestStack, type TestStack } from '../kit/stack';

const everywhere = ['after-commit-before-publish', 'after-publish-before-ack', 'mid-consumer'];

/** Where the power goes. A number after # is the how manyth passing of the place. */
const crashes: readonly (readonly [ServiceName, string])[] = [
  ['payments', 'open_page:before-call'],
  ['payments', 'open_page:after-call-before-commit'],
  ['payments', 'capture:before-call'],
  ['payments', 'capture:after-call-before-commit'],
  ...everywhere.map((point) => ['payments', point] as const),
  ['fiscalization', 'receipt:before-call'],
  ['fiscalization', 'receipt:after-call-before-commit'],
  ['fiscalization', 'receipt:after-call-before-commit#4'],
  ...everywhere.map((point) => ['fiscalization', point] as const),
  ...everywhere.map((point) => ['orders-sync', point] as const),
  ['orders-sync', 'after-publish-before-ack#5'],
  ['tokens', 'mid-consumer'],
];

describe.each(['payments', 'fiscalization', 'orders-sync', 'tokens'] as const)('%s', (victim) => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack({ apart: [victim] });
  }, 90_000);
  afterAll(() => stack.stop());

  it.each(crashes.filter(([name]) => name === victim))('%s killed at %s: the buyer is charged once and each receipt is printed once', async (name, point) => {
    const process = stack.processes.get(name);
    await process?.crashAt(point);
    const [played] = await Promise.all([playMainJob(stack.shop, demoBasket(`${name}-${point}`), () => undefined), process?.crashed()]);
    const result = await readResult(stack.shop, played);
    expect(booksOf(stack.shop, played)).toEqual({ chargedKopecks: 269_988, sold: { prepayment: 269_988, closing: 269_988 }, returned: 0, documents: 4, printedTwice: [] });
    expect(result.order).toMatchObject({ status: 'COMPLETED' });
    expect(result.ledgerBalanced).toBe(true);
  }, 120_000);
});
