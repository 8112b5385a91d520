import { placeOrder, type PlacedOrder } from '@paygraph/gateway/main-job/actions';
import { demoBasket } from '@paygraph/gateway/main-job/basket';
import { playPlaced, type Shop } from '@paygraph/gateway/main-job/play';
import { eventually } from '@paygraph/shared/testing/eventually';
import { openSecondShop } from '../kit/second-shop';
import { startTestStack, type TestStack } from '../kit/stack';
import { readStumbling, type ReadEntry, type Stumbling, type Transport } from '../kit/stumbling-reader';

const transports: readonly Transport[] = ['WebSocket', 'SSE'];

const entry = 'cursor seq orderId kind';
const wholeOrder = 'order { id payments { state } receipts { state } children { id warehouse { name } } }';
const ofOrder = `subscription ($orderId: ID!, $after: String) { orderTimeline(orderId: $orderId, after: $after) { ${entry} ${wholeOrder} } }`;
const ofMerchant = `subscription ($after: String) { merchantFeed(after: $after) { ${entry} } }`;

const history = /* GraphQL */ `query ($id: ID!) { order(id: $id) { timeline(first: 100) { edges { node { seq kind } } } } }`;
type History = { order: { timeline: { edges: { node: { seq: number; kind: string } }[] } } };

let stack: TestStack;
let other: Awaited<ReturnType<typeof openSecondShop>>;
beforeAll(async () => {
  stack = await startTestStack({ apart: ['orders-sync'] });
  other = await openSecondShop(stack.shop);
}, 90_000);
afterAll(async () => {
  await other.stop();
  await stack.stop();
});

const place = (shop: Shop, number: string): Promise<PlacedOrder> => placeOrder(shop.integration, { basket: demoBasket(number), merchant: shop.merchant, customerId: shop.customerId });
const historyOf = async (shop: Shop, id: string) => (await shop.admin<History>(history, { id })).order.timeline.edges.map(({ node }) => node);
const addressOf = ({ stack: { ws, sse } }: Shop, token: string) => ({ ws, sse, token });
const numbered = (entries: readonly ReadEntry[], orderId: string) => entries.filter((one) => one.orderId === orderId).map(({ seq, kind }) => ({ seq, kind }));
const hasEnd = ({ entries }: Stumbling, orders: readonly PlacedOrder[]): boolean => orders.every(({ id }) => entries.some(({ orderId, kind }) => orderId === id && kind === 'order.completed'));

describe('a subscriber that is cut off at random and comes back with its last cursor', () => {
  it('gets each entry once, in order and without gaps, while entries are written and orders-sync is killed again and again', async () => {
    const { shop } = stack;
    const orders = await Promise.all(['STUMBLE-1', 'STUMBLE-2'].map((number) => place(shop, number)));
    const strange = await place(other.shop, 'STUMBLE-ELSEWHERE');
    const admin = addressOf(shop, await shop.stack.token('ADMIN'));
    const buyer = addressOf(shop, shop.customerToken);
    const watchers = orders.flatMap(({ id }) => transports.map((transport) => ({ id, reader: readStumbling(transport, buyer, { query: ofOrder, variables: { orderId: id } }) })));
    const feeds = transports.map((transport) => readStumbling(transport, admin, { query: ofMerchant, variables: {} }));
    const readers = [...watchers.map(({ reader }) => reader), ...feeds];
    try {
      const [played] = await Promise.all([Promise.all(orders.map((order) => playPlaced(shop, order, () => undefined))), killAgainAndAgain(3)]);
      expect(played).toHaveLength(2);
      await eventually(() => {
        expect(watchers.filter(({ id, reader }) => !hasEnd(reader, orders.filter((order) => order.id === id)))).toEqual([]);
        expect(feeds.filter((feed) => !hasEnd(feed, orders))).toEqual([]);
      }, 20_000);
    } finally {
      readers.forEach((reader) => reader.stop());
    }
    for (const { id } of orders) {
      const written = await historyOf(shop, id);
      expect(written.map(({ seq }) => seq)).toEqual(written.map((_, index) => index + 1));
      for (const { reader } of watchers.filter((watcher) => watcher.id === id)) expect(reader.entries.map(({ seq, kind }) => ({ seq, kind }))).toEqual(written);
      for (const feed of feeds) expect(numbered(feed.entries, id)).toEqual(written);
    }
    expect(feeds.flatMap(({ entries }) => entries).filter(({ orderId }) => orderId === strange.id)).toEqual([]);
    expect(readers.flatMap(({ complaints }) => complaints)).toEqual([]);
    expect(Math.min(...readers.map((reader) => reader.cuts()))).toBeGreaterThan(5);
    expectWholeOrders(watchers.flatMap(({ reader }) => reader.entries));
  }, 120_000);
});

const killAgainAndAgain = async (times: number): Promise<void> => {
  const process = stack.processes.get('orders-sync');
  for (let time = 0; time < times; time += 1) await process?.kill();
};

type Whole = { order: { payments: { state: string }[]; receipts: { state: string }[]; children: { warehouse: { name: string } }[] } };

/** What payments, fiscalization and merchants answered within the events. */
const expectWholeOrders = (entries: readonly ReadEntry[]): void => {
  const ends = entries.filter(({ kind }) => kind === 'order.completed') as unknown as Whole[];
  expect(ends).toHaveLength(4);
  for (const { order } of ends) {
    expect(order.payments).toEqual([{ state: 'CAPTURED' }]);
    expect(order.receipts).toEqual(Array.from({ length: 4 }, () => ({ state: 'REGISTERED' })));
    expect(order.children.map(({ warehouse }) => warehouse.name)).toEqual(['Северный склад', 'Южный склад']);
  }
};

describe('the feed of a merchant', () => {
  it('holds all orders of the merchant and none of another', async () => {
    const order = await place(other.shop, 'FEED-1');
    const feed = readStumbling('WebSocket', addressOf(other.shop, await other.shop.stack.token('ADMIN')), { query: ofMerchant, variables: {} });
    await eventually(() => expect(feed.entries.map(({ orderId }) => orderId)).toContain(order.id));
    feed.stop();
    const { orders } = await other.shop.admin<{ orders: { edges: { node: { id: string } }[] } }>('{ orders(first: 100) { edges { node { id } } } }');
    expect(new Set(feed.entries.map(({ orderId }) => orderId))).toEqual(new Set(orders.edges.map(({ node }) => node.id)));
  }, 30_000);
});

describe('a subscription of a token that expires', () => {
  it.each(transports)('ends over %s, and says why', async (transport) => {
    const { shop } = stack;
    const order = await place(shop, `EXPIRY-${transport}`);
    const token = await shop.stack.token('CUSTOMER', { customerId: shop.customerId, lifeSeconds: 2 });
    const { reader, said } = readUntilEnd(transport, addressOf(shop, token), order.id);
    await eventually(() => expect(said()).toContain(transport === 'WebSocket' ? '4403' : 'TOKEN_EXPIRED'));
    reader.stop();
    expect(reader.entries.length).toBeGreaterThan(0);
  }, 20_000);
});

const readUntilEnd = (transport: Transport, address: { ws: string; sse: string; token: string }, orderId: string) => {
  const reader = readStumbling(transport, address, { query: ofOrder, variables: { orderId } });
  const said = (): string => reader.complaints.map((why) => JSON.stringify(typeof why === 'object' && why !== null && 'code' in why ? { code: why.code } : why)).join(' ');
  return { reader, said };
};
