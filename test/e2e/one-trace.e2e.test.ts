import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
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

const place = `mutation Place($input: PlaceOrderInput!) { outcome: placeOrder(input: $input) { ... on PlaceOrderSuccess { order { id children { id } } } } }`;
const pay = `mutation Pay($input: StartPaymentInput!) { outcome: startPayment(input: $input) { ... on StartPaymentSuccess { payment { pageUrl } } } }`;

const pick = `mutation Pick($input: ConfirmPickingInput!) { outcome: confirmPicking(input: $input) { __typename } }`;

const namesOf = (trace: string, service: string): string[] => collector.spans.filter((span) => span.traceId === trace && span.service === service).map(({ name }) => name);

/** Types of the events on the bus that carry the trace, in their envelope and in the header that tracing tools read. */
const eventsOf = async (trace: string): Promise<string[]> => {
  const client = new Client({ connectionString: stack.shop.stack.world.ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ type: string }>(`SELECT DISTINCT value::json->>'type' AS type FROM bus.message WHERE value::json->>'traceparent' LIKE $1 AND headers->>'traceparent' LIKE $1 ORDER BY 1`, [`00-${trace}-%`]).finally(() => client.end());
  return rows.map(({ type }) => type);
};

const servicesOf = (trace: string): string[] => [...new Set(collector.spans.filter(({ traceId }) => traceId === trace).map(({ service }) => service))].sort();

describe('one trace', () => {
  it('follows a purchase through gateway, subgraphs, the bus and the jobs, from the request that began it', async () => {
    const { shop } = stack;
    const [ordering = '', paying = '', picking = ''] = Array.from({ length: 3 }, () => randomBytes(16).toString('hex'));
    const basket = demoBasket('TRACE-1');
    const lines = basket.lines.map(({ warehouse, ...line }) => ({ ...line, warehouseId: shop.merchant.warehouses[warehouse] }));
    const input = { idempotencyKey: 'trace', number: basket.number, customerId: shop.customerId, contact: { email: 'buyer@example.com' }, lines, discount: basket.discount, delivery: { price: basket.delivery, name: 'Доставка' }, total: totalOf(basket) };
    const placed = await ask<{ outcome: { order: { id: string; children: { id: string }[] } } }>(await shop.stack.token('INTEGRATION'), ordering, { query: place, variables: { input } });
    const { id: orderId, children } = placed.outcome.order;
    const watch = watchOrder({ wsUrl: shop.stack.ws, token: shop.customerToken, orderId });
    const paid = await ask<{ outcome: { payment: { pageUrl: string } } }>(shop.customerToken, paying, { query: pay, variables: { input: { idempotencyKey: 'trace', orderId, method: 'CARD' } } });
    await eventually(() => expect(servicesOf(ordering)).toEqual(['fiscalization', 'gateway', 'orders-sync', 'payments']), 20_000);
    await eventually(() => expect(servicesOf(paying)).toEqual(['fiscalization', 'gateway', 'orders-sync', 'payments']), 20_000);

    expect(await eventsOf(ordering)).toEqual(expect.arrayContaining(['OrderPlaced', 'TimelineEntryAdded']));
    expect(await eventsOf(paying)).toEqual(expect.arrayContaining(['PaymentStarted', 'PaymentPageOpened']));
    for (const [trace, service] of [[ordering, 'orders-sync'], [paying, 'payments']] as const) expect(namesOf(trace, service).some((name) => name.startsWith('pg.query'))).toBe(true);

    await payAsBuyer(shop.stack.simulators.paykeeper.url, paid.outcome.payment.pageUrl);
    await watch.until('receipt.prepayment.registered', 2);
    await watch.until('payment.authorized');
    // The bank's notification begins a trace of its own, which reaches the printing of the receipts.
    await eventually(() => {
      const printed = collector.spans.find(({ service, name }) => service === 'fiscalization' && name.includes('receipt.print'));
      expect(servicesOf(printed?.traceId ?? '')).toEqual(['fiscalization', 'orders-sync', 'payments']);
    }, 20_000);

    // The last picker's word takes the money: the request, the job that asked the bank, and what fiscalization learnt of it are one trace.
    const operator = await shop.stack.token('OPERATOR');
    for (const { id: childOrderId } of children) await ask(operator, picking, { query: pick, variables: { input: { idempotencyKey: childOrderId, childOrderId, full: true } } });
    await watch.until('payment.captured');
    watch.stop();
    await eventually(async () => expect(await eventsOf(picking)).toEqual(expect.arrayContaining(['ChildOrderPicked', 'OrderCaptureRequested', 'PaymentCaptured'])), 20_000);
    await eventually(() => expect(servicesOf(picking)).toEqual(['fiscalization', 'gateway', 'orders-sync', 'payments']), 20_000);
    expect(namesOf(picking, 'payments').some((name) => name.startsWith('due '))).toBe(true);
  }, 120_000);
});
