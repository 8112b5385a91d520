import { demoBasket } from '@paygraph/gateway/main-job/basket';
import { playMainJob, type Played } from '@paygraph/gateway/main-job/play';
import { watchOrder, type Seen } from '@paygraph/gateway/main-job/watch';
import { graphqlClient } from '@paygraph/gateway/stack/graphql-client';
import { newId } from '@paygraph/shared/ids';
import { startTestStack, type TestStack } from '../kit/stack';
import { heldSale } from '../kit/story';

let stack: TestStack;
let played: Played;
beforeAll(async () => {
  stack = await startTestStack();
  played = await playMainJob(stack.shop, demoBasket('WATCH-1'), () => undefined);
}, 90_000);
afterAll(() => stack.stop());

const clientOf = async (role: 'CUSTOMER' | 'VENDOR' | 'ADMIN', claims: object) => graphqlClient(stack.shop.stack.graphql, await stack.shop.stack.token(role, claims));
const seqs = (entries: readonly Seen[]): number[] => entries.map(({ seq }) => seq);
const counted = (length: number): number[] => Array.from({ length }, (_, index) => index + 1);

describe('a watcher that is cut off again and again', () => {
  it('sees each entry exactly once when it comes back with its last cursor, while the order goes on', async () => {
    const { shop } = stack;
    const seen: Seen[] = [];
    const going = playMainJob(shop, demoBasket('WATCH-2'), () => undefined);
    const { order } = await heldSale(shop, demoBasket('WATCH-3')).then((sale) => (sale.watch.stop(), sale));
    for (let cut = 0; cut < 8; cut += 1) {
      const watch = watchOrder({ wsUrl: shop.stack.ws, token: shop.customerToken, orderId: order.id, after: seen.at(-1)?.cursor });
      await new Promise((resolve) => setTimeout(resolve, 30 + cut * 40));
      watch.stop();
      seen.push(...watch.entries);
    }
    const last = watchOrder({ wsUrl: shop.stack.ws, token: shop.customerToken, orderId: order.id, after: seen.at(-1)?.cursor });
    const whole = watchOrder({ wsUrl: shop.stack.ws, token: shop.customerToken, orderId: order.id });
    await whole.until('receipt.prepayment.registered', 2);
    await going;
    seen.push(...last.entries);
    last.stop();
    whole.stop();
    expect(seqs(seen)).toEqual(counted(whole.entries.length));
  }, 60_000);

  it('gets the history of a finished order numbered without gaps', async () => {
    const watch = watchOrder({ wsUrl: stack.shop.stack.ws, token: stack.shop.customerToken, orderId: played.order.id });
    await watch.until('order.completed');
    watch.stop();
    expect(seqs(watch.entries)).toEqual(counted(watch.entries.length));
  }, 30_000);
});

const everything = /* GraphQL */ `
  query ($orderId: ID!, $paymentId: ID!, $childId: ID!) {
    order(id: $orderId) { id }
    payment(id: $paymentId) { id }
    childOrder(id: $childId) { id }
    paymentsOfOrder(orderId: $orderId) { id }
    receiptsOfOrder(orderId: $orderId) { id }
  }
`;
const nothing = { order: null, payment: null, childOrder: null, paymentsOfOrder: [], receiptsOfOrder: [] };

describe('an order', () => {
  const variables = () => ({ orderId: played.order.id, paymentId: played.paymentId, childId: played.order.children[0]?.id });

  it('is seen whole by its own buyer', async () => {
    const seen = await stack.shop.customer<Record<string, { id: string } | object[]>>(everything, variables());
    expect(seen).toMatchObject({ order: { id: played.order.id }, payment: { id: played.paymentId } });
    expect(seen['receiptsOfOrder']).toHaveLength(4);
  });

  it.each([
    ['another buyer', 'CUSTOMER', { customerId: newId() }],
    ['the administrator of another merchant', 'ADMIN', { merchantId: newId() }],
  ] as const)('does not exist for %s', async (_who, role, claims) => {
    expect(await (await clientOf(role, claims))(everything, variables())).toEqual(nothing);
  });

  it('does not exist for a vendor who has nothing in it', async () => {
    const vendor = await clientOf('VENDOR', { vendorId: newId() });
    const document = `query ($orderId: ID!, $childId: ID!) { order(id: $orderId) { id } childOrder(id: $childId) { id } receiptsOfOrder(orderId: $orderId) { id } }`;
    expect(await vendor(document, variables())).toEqual({ order: null, childOrder: null, receiptsOfOrder: [] });
  });

  it.each([
    ['another buyer', 'CUSTOMER', { customerId: newId() }],
    ['the administrator of another merchant', 'ADMIN', { merchantId: newId() }],
  ] as const)('cannot be watched by %s', async (_who, role, claims) => {
    const token = await stack.shop.stack.token(role, claims);
    const watch = watchOrder({ wsUrl: stack.shop.stack.ws, token, orderId: played.order.id });
    await expect(watch.until('order.placed', 1, 1_500)).rejects.toThrow();
    watch.stop();
    expect(watch.entries).toEqual([]);
  });
});

describe('a subgraph', () => {
  it('tells nothing to who comes past the gateway, its own schema included', async () => {
    const { services } = stack.shop.stack;
    const entity = { query: 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', variables: { r: [{ __typename: 'Order', id: played.order.id }] } };
    for (const { url } of Object.values(services)) {
      for (const body of [{ query: '{ _service { sdl } }' }, entity]) {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${stack.shop.customerToken}` };
        const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
        expect(answer.status).toBe(401);
      }
    }
  });
});
