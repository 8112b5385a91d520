import { randomBytes } from 'node:crypto';
import { demoBasket, totalOf } from '@paygraph/gateway/main-job/basket';
import { payAsBuyer } from '@paygraph/gateway/main-job/outside';
import { watchOrder } from '@paygraph/gateway/main-job/watch';
import { eventually } from '@paygraph/shared/testing/eventually';
import { startGatewayProcess } from '../kit/gateway-process';
import type { ServiceProcess } from '../kit/service-process';
import { startSpanCollector } from '../kit/span-collector';
import { startTestStack, type TestStack } from '../kit/stack';

let collector: Awaited<ReturnType<typeof startSpanCollector>>;
let stack: TestStack;
let gateway: ServiceProcess;

beforeAll(async () => {
  collector = await startSpanCollector();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '200' };
  stack = await startTestStack({ apart: ['orders-sync', 'payments', 'fiscalization'], env });
  gateway = await startGatewayProcess(stack.shop.stack, env);
}, 120_000);
afterAll(async () => {
  await gateway.stop();
  await stack.stop();
  await collector.stop();
});

/** A client that names its own trace, as a traced storefront does. */
const ask = async <T>(token: string, trace: string, body: { query: string; variables: object }): Promise<T> => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01` },
    body: JSON.stringify(body),
  });
  return ((await response.json()) as { data: T }).data;
};

const place = `mutation Place($input: PlaceOrderInput!) { outcome: placeOrder(input: $input) { ... on PlaceOrderSuccess { order { id } } } }`;
const pay = `mutation Pay($input: StartPaymentInput!) { outcome: startPayment(input: $input) { ... on StartPaymentSuccess { payment { pageUrl } } } }`;

const servicesOf = (trace: string): string[] => [...new Set(collector.spans.filter(({ traceId }) => traceId === trace).map(({ service }) => service))].sort();

describe('one trace', () => {
  it('follows a purchase through gateway, subgraphs, the bus and the jobs, from the request that began it', async () => {
    const { shop } = stack;
    const [ordering, paying] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
    const basket = demoBasket('TRACE-1');
    const lines = basket.lines.map(({ warehouse, ...line }) => ({ ...line, warehouseId: shop.merchant.warehouses[warehouse] }));
    const input = { idempotencyKey: 'trace', number: basket.number, customerId: shop.customerId, contact: { email: 'buyer@example.com' }, lines, discount: basket.discount, delivery: { price: basket.delivery, name: 'Доставка' }, total: totalOf(basket) };
    const placed = await ask<{ outcome: { order: { id: string } } }>(await shop.stack.token('INTEGRATION'), ordering, { query: place, variables: { input } });
    const { id: orderId } = placed.outcome.order;
    const watch = watchOrder({ wsUrl: shop.stack.ws, token: shop.customerToken, orderId });
    const paid = await ask<{ outcome: { payment: { pageUrl: string } } }>(shop.customerToken, paying, { query: pay, variables: { input: { idempotencyKey: 'trace', orderId, method: 'CARD' } } });
    await eventually(() => expect(servicesOf(ordering)).toEqual(['fiscalization', 'gateway', 'orders-sync', 'payments']), 20_000);
    await eventually(() => expect(servicesOf(paying)).toEqual(['fiscalization', 'gateway', 'orders-sync', 'payments']), 20_000);

    await payAsBuyer(shop.stack.simulators.paykeeper.url, paid.outcome.payment.pageUrl);
    await watch.until('receipt.prepayment.registered', 2);
    watch.stop();
    // The bank's notification begins a trace of its own, which reaches the printing of the receipts.
    await eventually(() => {
      const printed = collector.spans.find(({ service, name }) => service === 'fiscalization' && name.includes('receipt.print'));
      expect(servicesOf(printed?.traceId ?? '')).toEqual(['fiscalization', 'orders-sync', 'payments']);
    }, 20_000);
  }, 120_000);
});
