import { demoBasket } from '@paygraph/gateway/main-job/basket';
import { playMainJob, type PlayedStep } from '@paygraph/gateway/main-job/play';
import { readResult } from '@paygraph/gateway/main-job/result';
import { kafkaForTests, type TestKafka } from '@paygraph/shared/testing/kafka';
import { startTestStack, type TestStack } from '../kit/stack';
import { booksOf } from '../kit/books';

const stepNames = [
  'order.placed', 'order.split', 'payment.started', 'payment.authorized', 'receipt.prepayment.registered', 'picking.confirmed', 'payment.captured',
  'delivery.delivered', 'receipt.closing.registered', 'order.completed',
];

const expectMainJob = async ({ shop }: TestStack): Promise<void> => {
  const steps: PlayedStep[] = [];
  const played = await playMainJob(shop, demoBasket('E2E-1'), (step) => steps.push(step));
  const result = await readResult(shop, played);
  expect(steps.map(({ name }) => name)).toEqual(stepNames);
  expect(result.order).toMatchObject({ status: 'COMPLETED', total: { amount: 269_988 } });
  expect(result.payments).toMatchObject([{ state: 'CAPTURED', captured: { amount: 269_988 }, refunded: { amount: 0 } }]);
  expect(result.receipts).toHaveLength(4);
  expect(result.ledgerBalanced).toBe(true);
  expect(booksOf(shop, played)).toEqual({ chargedKopecks: 269_988, sold: { prepayment: 269_988, closing: 269_988 }, returned: 0, documents: 4, printedTwice: [] });
};

describe('an order with goods in two warehouses', () => {
  it('is paid once, receipted twice per child order, delivered and watched live, on the Postgres bus', async () => {
    const stack = await startTestStack();
    await expectMainJob(stack).finally(() => stack.stop());
  }, 120_000);

  it('is the same through a real Kafka broker', async () => {
    const kafka: TestKafka | undefined = await kafkaForTests();
    if (!kafka) return expect(process.env['REQUIRE_KAFKA']).not.toBe('1');
    const stack = await startTestStack({ bus: { kind: 'kafka', brokers: kafka.brokers } });
    await expectMainJob(stack).finally(async () => {
      await stack.stop();
      await kafka.stop();
    });
  }, 180_000);
});
