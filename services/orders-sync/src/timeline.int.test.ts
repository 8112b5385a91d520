import { eventually } from '@paygraph/shared/testing/eventually';
import type { Sql, Tx } from '@paygraph/shared/db/database';
import { newId, type MerchantId, type OrderId } from '@paygraph/shared/ids';
import { Client } from 'pg';
import { appendEntries, entriesOfMerchant, type FeedPlace } from './storage/timeline';
import { confirmPicking, openShop, placed, type Shop } from './testing/shop';
import { actorOf, askAt, startWorld, type Answer, type ShownEntry, type World } from './testing/world';

const orderTimeline = 'subscription($orderId: ID!, $after: String) { entry: orderTimeline(orderId: $orderId, after: $after) { cursor seq kind orderId order { id status } } }';
const merchantFeed = 'subscription($after: String) { entry: merchantFeed(after: $after) { cursor seq kind orderId } }';

const take = async (stream: AsyncIterator<Answer>, count: number): Promise<ShownEntry[]> => {
  const entries: ShownEntry[] = [];
  while (entries.length < count) {
    const { value, done } = (await stream.next()) as IteratorResult<Answer, undefined>;
    if (done || !value) throw new Error('the stream ended');
    if (value.errors) throw new Error(JSON.stringify(value.errors));
    entries.push(value.data?.['entry'] as ShownEntry);
  }
  return entries;
};

const placeOf = (entry: ShownEntry | undefined): FeedPlace => {
  const [xid, id] = JSON.parse(Buffer.from(entry?.cursor ?? '', 'base64url').toString()) as [string, string];
  return { xid, id };
};

describe('the live timeline', () => {
  let world: World;
  let shop: Shop;
  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world);
  }, 90_000);
  afterAll(() => world.stop());

  const pay = async (orderId: string, total: number): Promise<void> => {
    const paymentId = newId<string>();
    const event = { topic: 'payments.payment.v1', aggregateId: paymentId, merchantId: shop.merchantId };
    const started = { paymentId, orderId, contractId: newId(), legalEntityId: shop.house, provider: 'paykeeper', method: 'card', amount: total, currency: 'RUB' };
    const authorized = { paymentId, orderId, amount: total, providerPaymentId: '17', contractId: newId(), holdExpiresAt: null };
    await world.publish({ ...event, type: 'PaymentStarted', aggregateVersion: 1, body: started }, { ...event, type: 'PaymentAuthorized', aggregateVersion: 2, body: authorized });
  };

  it('tells what was, then what comes, numbered without gaps, and goes on behind any entry', async () => {
    const order = await placed(world, shop);
    const live = world.watch(shop.staff, orderTimeline, { orderId: order.id });
    const before = await take(live, 3);
    await pay(order.id, 24_301);
    const all = [...before, ...(await take(live, 2))];
    expect(all.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual(['1 order.placed', '2 order.split', '3 order.split', '4 payment.started', '5 payment.authorized']);
    for (const [index, { cursor }] of all.entries()) {
      if (index === all.length - 1) continue;
      expect(await take(world.watch(shop.staff, orderTimeline, { orderId: order.id, after: cursor }), all.length - 1 - index)).toEqual(all.slice(index + 1).map((entry) => ({ ...entry, order: expect.anything() as unknown })));
    }
    await live.return?.();
  });

  it('shows with each entry what is true at that moment', async () => {
    const order = await placed(world, shop);
    const live = world.watch(shop.staff, orderTimeline, { orderId: order.id });
    await take(live, 3);
    await pay(order.id, 24_301);
    const [, authorized] = await take(live, 2);
    expect(authorized).toMatchObject({ kind: 'payment.authorized', order: { id: order.id, status: 'PAYMENT_SECURED' } });
    await live.return?.();
  });

  it('wakes watchers of another replica without waiting for its slow poll', async () => {
    const replica = await world.startReplica();
    const order = await placed(world, shop);
    const live = world.watch(shop.staff, orderTimeline, { orderId: order.id });
    await take(live, 3);
    const began = Date.now();
    const cancelled = take(live, 1);
    const cancel = 'mutation($input: CancelOrderInput!) { cancelOrder(input: $input) { __typename } }';
    const answer = await askAt(replica.url)(shop.staff, cancel, { input: { idempotencyKey: newId(), orderId: order.id, reason: 'no stock' } });
    expect(answer.data?.['cancelOrder']).toEqual({ __typename: 'CancelOrderSuccess' });
    expect((await cancelled)[0]).toMatchObject({ kind: 'order.cancelled' });
    expect(Date.now() - began).toBeLessThan(2_500);
    await live.return?.();
  });

  it('never passes an entry of the feed that commits late', async () => {
    const feed = world.watch(shop.staff, merchantFeed);
    const [row] = await world.sql<{ count: number }>('SELECT count(*)::int AS count FROM timeline WHERE merchant_id = $1', [shop.merchantId]);
    const history = await take(feed, row?.count ?? 0);
    const slow = await placed(world, shop);
    const [, , last] = await take(feed, 3);
    // A writer that drew its number and has not committed yet: nothing behind it may be shown before it.
    const [{ url } = { url: '' }] = await world.sql<{ url: string }>('SELECT current_setting($1) AS url', ['port']);
    const writer = new Client({ host: '127.0.0.1', port: Number(url), user: 'postgres', password: 'embedded', database: (await world.sql<{ name: string }>('SELECT current_database() AS name'))[0]?.name });
    await writer.connect();
    await writer.query('SET search_path = orders_sync');
    await writer.query('BEGIN');
    await writer.query(`INSERT INTO timeline (order_id, merchant_id, seq, kind, facts, happened_at) VALUES ($1, $2, 4, 'late', '{}', now())`, [slow.id, shop.merchantId]);
    const quick = await placed(world, shop);
    const next = take(feed, 4);
    const behindLast = { merchantId: shop.merchantId as MerchantId, after: placeOf(last), limit: 100 };
    expect(await entriesOfMerchant(world, behindLast)).toEqual({ entries: [], waits: true });
    await writer.query('COMMIT');
    await writer.end();
    expect((await next).map(({ orderId, kind }) => [orderId, kind])).toEqual([[slow.id, 'late'], [quick.id, 'order.placed'], [quick.id, 'order.split'], [quick.id, 'order.split']]);
    expect(history.length).toBe(row?.count);
    expect(await take(world.watch(shop.staff, merchantFeed, { after: last?.cursor }), 4)).toEqual(await next);
    await feed.return?.();
  });

  it('keeps the entries of an order in their order also in the feed, when a transaction began early and wrote late', async () => {
    const order = { id: (await placed(world, shop)).id as OrderId, merchantId: shop.merchantId as MerchantId };
    const [{ port, name } = { port: '', name: '' }] = await world.sql<{ port: string; name: string }>(`SELECT current_setting('port') AS port, current_database() AS name`);
    const early = new Client({ host: '127.0.0.1', port: Number(port), user: 'postgres', password: 'embedded', database: name, options: '-c search_path=orders_sync' });
    await early.connect();
    await early.query('BEGIN; SELECT pg_current_xact_id()');
    const write = async (sql: Sql, seq: number): Promise<void> => {
      let written: Promise<unknown> = Promise.resolve();
      const put = (text: string, params?: readonly unknown[]): void => void (written = sql.query(text, params));
      await appendEntries({ write: put } as Tx, order, [{ seq, childOrderId: null, kind: `crossing.${seq}`, facts: {}, happenedAt: new Date() }]);
      await written;
    };
    await write(world, 4);
    await write({ query: async <T extends object>(text: string, params: readonly unknown[] = []) => (await early.query<T>(text, [...params])).rows }, 5);
    await early.query('COMMIT');
    await early.end();
    await write(world, 6);
    // Nothing is shown that a transaction still under way could come before, whoever's it is: other tests share this server.
    await eventually(async () => {
      const { entries } = await entriesOfMerchant(world, { merchantId: order.merchantId, after: { xid: '0', id: '0' }, limit: 1_000 });
      expect(entries.filter(({ orderId }) => orderId === order.id).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    });
  });

  it('gives every reader of the feed every entry once, while many write', async () => {
    const [start] = await take(world.watch(shop.staff, merchantFeed), 1);
    const feeds = Array.from({ length: 3 }, () => world.watch(shop.staff, merchantFeed, { after: start?.cursor }));
    const orders = await Promise.all(Array.from({ length: 25 }, () => placed(world, shop)));
    const rows = await world.sql<{ key: string }>(`SELECT order_id || ':' || seq AS key FROM timeline WHERE merchant_id = $1`, [shop.merchantId]);
    for (const feed of feeds) {
      const keys = (await take(feed, rows.length - 1)).map(({ orderId, seq }) => `${orderId}:${seq}`);
      expect(new Set(keys).size).toBe(keys.length);
      expect([...keys, `${start?.orderId}:${start?.seq}`].sort()).toEqual(rows.map(({ key }) => key).sort());
      await feed.return?.();
    }
    expect(orders).toHaveLength(25);
  }, 30_000);

  it('is numbered without gaps when many change one order at once', async () => {
    const order = await placed(world, shop);
    await pay(order.id, 24_301);
    await eventually(async () => expect((await world.ask(shop.staff, 'query($id: ID!) { order(id: $id) { status } }', { id: order.id })).data?.['order']?.status).toBe('PAYMENT_SECURED'));
    const answers = await Promise.all(order.children.flatMap((child) => [1, 2, 3].map((n) => world.ask(shop.staff, confirmPicking, { input: { idempotencyKey: `${child.id}-${n}`, childOrderId: child.id, full: true } }))));
    const outcomes = answers.map(({ data }) => data?.['confirmPicking']?.__typename).sort();
    expect(outcomes).toEqual(['ConfirmPickingSuccess', 'ConfirmPickingSuccess', 'NotAllowedNow', 'NotAllowedNow', 'NotAllowedNow', 'NotAllowedNow']);
    const rows = await world.sql<{ seq: number; kind: string }>('SELECT seq, kind FROM timeline WHERE order_id = $1 ORDER BY seq', [order.id]);
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
    expect(rows.filter(({ kind }) => kind === 'picking.confirmed')).toHaveLength(2);
    expect(rows.filter(({ kind }) => kind === 'payment.capture_requested')).toHaveLength(1);
  });

  it('is not rewritten, not even by the owner of the tables', async () => {
    await expect(world.sql(`UPDATE timeline SET kind = 'x' WHERE merchant_id = $1`, [shop.merchantId])).rejects.toThrow('only grows');
    await expect(world.sql('DELETE FROM timeline WHERE merchant_id = $1', [shop.merchantId])).rejects.toThrow('only grows');
  });

  it('shows a customer the own order, a vendor the own child order, and nothing to others', async () => {
    const customerId = newId<string>();
    const lines = [{ name: 'Чай', quantityMilli: 1000, price: 10_000, warehouseId: shop.north }, { name: 'Мёд', quantityMilli: 1000, price: 5_000, warehouseId: shop.north, vendorId: shop.vendor }];
    const order = await placed(world, shop, { customerId, lines, discount: 0, delivery: null, total: 15_000 });
    const watch = (actor: Parameters<World['watch']>[0]) => world.watch(actor, orderTimeline, { orderId: order.id });
    const customer = watch(actorOf('CUSTOMER', shop.merchantId, { customerId }));
    expect((await take(customer, 3)).map(({ kind }) => kind)).toEqual(['order.placed', 'order.split', 'order.split']);
    await customer.return?.();
    const vendor = watch(actorOf('VENDOR', shop.merchantId, { vendorId: shop.vendor }));
    expect((await take(vendor, 1)).map(({ seq, kind }) => `${seq} ${kind}`)).toEqual(['3 order.split']);
    await vendor.return?.();
    for (const actor of [actorOf('CUSTOMER', shop.merchantId, { customerId: newId() }), actorOf('CUSTOMER', shop.merchantId), actorOf('VENDOR', shop.merchantId, { vendorId: newId() }), actorOf('ADMIN', newId())]) {
      await expect(take(watch(actor), 1)).rejects.toThrow('There is no Order');
    }
    await expect(take(world.watch(actorOf('CUSTOMER', shop.merchantId, { customerId }), merchantFeed), 1)).rejects.toThrow('FORBIDDEN');
  });

  it.each(['', 'x', 'WyJ4Il0', 'WzEuNV0', 'Wy0xXQ', 'WzEsMl0'])('refuses the forged cursor %j', async (after) => {
    const order = await placed(world, shop);
    await expect(take(world.watch(shop.staff, orderTimeline, { orderId: order.id, after }), 1)).rejects.toThrow('BAD_PAGE');
  });

  it('ends with the token of who watches', async () => {
    const order = await placed(world, shop);
    const live = world.watch({ ...shop.staff, expiresAt: Date.now() + 400 }, orderTimeline, { orderId: order.id });
    await take(live, 3);
    await expect(take(live, 1)).rejects.toMatchObject({ code: 4403 });
  });
});
