import { newId } from '@paygraph/shared/ids';
import type { Role } from '@paygraph/shared/identity';
import { actorOf, ask, mutate, paidPayment, start } from '../testing/ask';
import { openShop, type PlacedOrder, type Shop } from '../testing/shop';
import { startWorld, type World } from '../testing/world';

const query = 'query ($id: ID!, $orderId: ID!) { payment(id: $id) { id state } paymentsOfOrder(orderId: $orderId) { id } payments(first: 10) { edges { node { id } } } }';
const entities = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Payment { id state } ... on Order { id payments { id } } } }';
type Seen = { payment: { id: string } | null; paymentsOfOrder: { id: string }[]; payments: { edges: { node: { id: string } }[] } };

describe('who sees a payment', () => {
  let world: World;
  let shop: Shop;
  let other: Shop;
  let order: PlacedOrder;
  let id: string;

  beforeAll(async () => {
    world = await startWorld();
    [shop, other] = [await openShop(world), await openShop(world)];
    const paid = await paidPayment(world, shop);
    [order, id] = [paid.order, paid.payment.id];
  });
  afterAll(async () => {
    await shop.stop();
    await other.stop();
    await world.stop();
  });

  const seen = async (of: Shop, role: Role, over = {}) => {
    const { data } = await ask(world, actorOf(of, role, over), { query, variables: { id, orderId: order.id } });
    const { payment, paymentsOfOrder, payments } = data as unknown as Seen;
    return [payment?.id ?? null, paymentsOfOrder.map((one) => one.id), payments.edges.map(({ node }) => node.id)];
  };
  const referenced = async (of: Shop, role: Role, over = {}) => {
    const r = [{ __typename: 'Payment', id }, { __typename: 'Order', id: order.id }];
    const { data } = await ask(world, actorOf(of, role, over), { query: entities, variables: { r } });
    return (data as { _entities: unknown[] })._entities;
  };

  it.each<[string, Role, () => object]>([['an administrator', 'ADMIN', () => ({})], ['staff', 'OPERATOR', () => ({})], ['the shop itself', 'INTEGRATION', () => ({})], ['the buyer', 'CUSTOMER', () => ({ customerId: order.customerId })]])('%s of the merchant does', async (_who, role, over) => {
    expect(await seen(shop, role, over())).toEqual([id, [id], [id]]);
    expect(await referenced(shop, role, over())).toEqual([{ id, state: 'AUTHORIZED' }, { id: order.id, payments: [{ id }] }]);
  });

  it.each<[string, Role, () => object]>([['another buyer', 'CUSTOMER', () => ({ customerId: newId() })], ['a buyer without a number', 'CUSTOMER', () => ({})]])('%s does not', async (_who, role, over) => {
    expect(await seen(shop, role, over())).toEqual([null, [], []]);
    expect(await referenced(shop, role, over())).toEqual([null, { id: order.id, payments: [] }]);
  });

  it('a vendor does not, and may ask for nothing here', async () => {
    const { errors } = await ask(world, actorOf(shop, 'VENDOR'), { query, variables: { id, orderId: order.id } });
    expect(errors?.map(({ extensions }) => extensions['code'])).toContain('FORBIDDEN');
    expect(await referenced(shop, 'VENDOR')).toEqual([null, { id: order.id, payments: [] }]);
  });

  it.each<Role>(['ADMIN', 'OPERATOR', 'INTEGRATION'])('another merchant does not (%s)', async (role) => {
    expect(await seen(other, role)).toEqual([null, [], []]);
    expect(await referenced(other, role)).toEqual([null, { id: order.id, payments: [] }]);
  });

  it.each(['capturePayment', 'voidPayment', 'refundPayment'])('%s of another merchant, of nothing and of nonsense finds the same nothing', async (mutation) => {
    const texts = new Set<string>();
    for (const [of, paymentId] of [[other, id], [shop, newId()], [shop, "1' OR 1=1"]] as const) {
      const result = (await mutate(world, actorOf(of), { mutation, input: { idempotencyKey: newId(), paymentId, ...(mutation === 'refundPayment' ? { reason: 'x' } : {}) } })) as unknown as { __typename: string; message: string };
      texts.add(`${result.__typename} ${result.message}`);
    }
    expect([...texts]).toEqual(['NotFound There is no Payment with this id.']);
  });

  it('a buyer starts the payment of an own order only, and moves no money', async () => {
    const mine = await shop.placeOrder();
    const input = () => ({ idempotencyKey: newId(), orderId: mine.id, method: 'CARD' });
    const [another, nobodys] = await Promise.all([mine.id, newId()].map((orderId) => mutate(world, actorOf(shop, 'CUSTOMER', { customerId: newId() }), { mutation: 'startPayment', input: { ...input(), orderId } })));
    expect([another?.__typename, nobodys?.__typename]).toEqual(['NotReadyYet', 'NotReadyYet']);
    expect(await world.owner.query('SELECT 1 FROM payment WHERE order_id = $1', [mine.id])).toEqual([]);
    expect((await mutate(world, actorOf(shop, 'CUSTOMER', { customerId: mine.customerId }), { mutation: 'startPayment', input: input() })).__typename).toBe('StartPaymentSuccess');
    expect((await mutate(world, actorOf(shop, 'CUSTOMER', { customerId: order.customerId }), { mutation: 'refundPayment', input: { idempotencyKey: newId(), paymentId: id, reason: 'mine' } })).__typename).toBe('Forbidden');
  });

  it('a buyer does not get at another\'s payment by repeating his key', async () => {
    const mine = await shop.placeOrder();
    const input = { idempotencyKey: newId(), orderId: mine.id, method: 'CARD' };
    await mutate(world, actorOf(shop), { mutation: 'startPayment', input });
    const result = await mutate(world, actorOf(shop, 'CUSTOMER', { customerId: newId() }), { mutation: 'startPayment', input });
    expect(result.__typename).toBe('NotReadyYet');
  });

  it.each([[''], ['   '], ['k'.repeat(256)], ['ключ'], ['a\tb']])('no key like %j is taken', async (idempotencyKey) => {
    const result = await mutate(world, actorOf(shop), { mutation: 'startPayment', input: { idempotencyKey, orderId: order.id, method: 'CARD' } });
    expect([result.__typename, result.field]).toEqual(['ValidationFailed', 'idempotencyKey']);
  });

  it('balances show what is held and owed, and add up to nothing', async () => {
    const { data } = await ask(world, actorOf(shop), { query: '{ ledgerBalances { account balance { amount } } }' });
    const balances = (data as { ledgerBalances: { account: string; balance: { amount: number } }[] }).ledgerBalances;
    expect(balances.reduce((total, { balance }) => total + balance.amount, 0)).toBe(0);
    expect(balances.find(({ account }) => account === 'HOLD')?.balance.amount).toBe(order.total);
  });

  it('pages of payments follow each other without gaps', async () => {
    for (const _ of [1, 2, 3]) await start(world, shop, await shop.placeOrder());
    const read = async (after: string | null) => {
      const { data } = await ask(world, actorOf(shop), { query: 'query ($after: String) { payments(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }', variables: { after } });
      return (data as { payments: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }).payments;
    };
    const ids: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const page: Awaited<ReturnType<typeof read>> = await read(after);
      ids.push(...page.edges.map(({ node }) => node.id));
      [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    const [{ count } = { count: 0 }] = await world.owner.query<{ count: number }>('SELECT count(*)::int AS count FROM payment WHERE merchant_id = $1', [shop.merchantId]);
    expect(ids).toHaveLength(count);
  });
});
