import { newId } from '@paygraph/shared/ids';
import type { Actor } from '@paygraph/shared/identity';
import { eventually } from '@paygraph/shared/testing/eventually';
import { basket, cancelOrder, confirmPicking, openShop, placed, placeOrder, recordDelivery, requestReturn, type Shop } from './testing/shop';
import { actorOf, startWorld, type ShownOrder, type World } from './testing/world';

const orderQuery = 'query($id: ID!) { order(id: $id) { id total { amount } customerId children { id lines { name } } timeline(first: 100) { edges { node { kind } } } } }';
const childQuery = 'query($id: ID!) { childOrder(id: $id) { id order { id total { amount } } lines { name } } }';
const entities = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on Order { id } ... on ChildOrder { id } } }';

describe('who may see and do what', () => {
  let world: World;
  let shop: Shop;
  let order: ShownOrder;
  const customerId = newId<string>();

  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world);
    const lines = [{ name: 'Чай', quantityMilli: 1000, price: 10_000, warehouseId: shop.north }, { name: 'Мёд', quantityMilli: 1000, price: 5_000, warehouseId: shop.north, vendorId: shop.vendor }];
    order = await placed(world, shop, { customerId, lines, discount: 0, delivery: null, total: 15_000 });
  }, 90_000);
  afterAll(() => world.stop());

  const strangers = (): Record<string, Actor> => ({
    'another merchant': actorOf('ADMIN', newId()),
    'another customer': actorOf('CUSTOMER', shop.merchantId, { customerId: newId() }),
    'a customer without an id': actorOf('CUSTOMER', shop.merchantId),
    'another vendor': actorOf('VENDOR', shop.merchantId, { vendorId: newId() }),
    'a vendor without an id': actorOf('VENDOR', shop.merchantId),
  });
  const childId = (index: number): string => order.children[index]?.id ?? '';

  it.each(Object.keys({ 'another merchant': 0, 'another customer': 0, 'a customer without an id': 0, 'another vendor': 0, 'a vendor without an id': 0 }))('shows %s nothing, by any way in', async (name) => {
    const actor = strangers()[name];
    if (!actor) throw new Error(name);
    expect((await world.ask(actor, orderQuery, { id: order.id })).data).toEqual({ order: null });
    expect((await world.ask(actor, 'query($n: String!) { orderByNumber(number: $n) { id } }', { n: order.number })).data).toEqual({ orderByNumber: null });
    expect((await world.ask(actor, '{ orders(first: 100) { edges { node { id } } } }')).data?.['orders']?.edges).toEqual([]);
    expect((await world.ask(actor, childQuery, { id: childId(1) })).data).toEqual({ childOrder: null });
    const representations = [{ __typename: 'Order', id: order.id }, { __typename: 'ChildOrder', id: childId(0) }, { __typename: 'Order', id: 'x' }];
    expect((await world.ask(actor, entities, { r: representations })).data).toEqual({ _entities: [null, null, null] });
  });

  it('shows a customer the whole of the own order', async () => {
    const customer = actorOf('CUSTOMER', shop.merchantId, { customerId });
    expect((await world.ask(customer, orderQuery, { id: order.id })).data?.['order']).toMatchObject({ total: { amount: 15_000 }, children: [{}, {}] });
    expect((await world.ask(customer, '{ orders { edges { node { id } } } }')).data?.['orders']?.edges).toEqual([{ node: { id: order.id } }]);
  });

  it('shows a vendor its own part and its own sum, and no other\'s', async () => {
    const vendor = actorOf('VENDOR', shop.merchantId, { vendorId: shop.vendor });
    expect((await world.ask(vendor, orderQuery, { id: order.id })).data?.['order']).toEqual({
      id: order.id, total: { amount: 5_000 }, customerId: null, children: [{ id: childId(1), lines: [{ name: 'Мёд' }] }], timeline: { edges: [{ node: { kind: 'order.split' } }] },
    });
    expect((await world.ask(vendor, childQuery, { id: childId(1) })).data?.['childOrder']).toMatchObject({ order: { total: { amount: 5_000 } }, lines: [{ name: 'Мёд' }] });
    expect((await world.ask(vendor, childQuery, { id: childId(0) })).data).toEqual({ childOrder: null });
  });

  it('lets a vendor pick its own child order and no other', async () => {
    const paymentId = newId<string>();
    const event = { topic: 'payments.payment.v1', aggregateId: paymentId, merchantId: shop.merchantId };
    await world.publish(
      { ...event, type: 'PaymentStarted', aggregateVersion: 1, body: { paymentId, orderId: order.id, contractId: newId(), legalEntityId: shop.house, provider: 'p', method: 'card', amount: 15_000, currency: 'RUB' } },
      { ...event, type: 'PaymentAuthorized', aggregateVersion: 2, body: { paymentId, orderId: order.id, amount: 15_000, providerPaymentId: '1', contractId: newId(), holdExpiresAt: null } },
    );
    await eventually(async () => expect((await world.ask(shop.staff, 'query($id: ID!) { order(id: $id) { status } }', { id: order.id })).data?.['order']?.status).toBe('PAYMENT_SECURED'));
    const pickAs = async (vendorId: string, id: string) => (await world.ask(actorOf('VENDOR', shop.merchantId, { vendorId }), confirmPicking, { input: { idempotencyKey: newId(), childOrderId: id, full: true } })).data?.['confirmPicking']?.__typename;
    expect([await pickAs(shop.vendor, childId(0)), await pickAs(newId(), childId(1)), await pickAs(shop.vendor, childId(1))]).toEqual(['NotFound', 'NotFound', 'ConfirmPickingSuccess']);
  });

  it.each([
    ['placeOrder', placeOrder, ['CUSTOMER', 'VENDOR']],
    ['cancelOrder', cancelOrder, ['CUSTOMER', 'VENDOR']],
    ['requestReturn', requestReturn, ['CUSTOMER', 'VENDOR']],
    ['recordDelivery', recordDelivery, ['CUSTOMER', 'VENDOR']],
    ['confirmPicking', confirmPicking, ['CUSTOMER']],
    ['configureStatusMapping', 'mutation($input: ConfigureStatusMappingInput!) { configureStatusMapping(input: $input) { __typename } }', ['CUSTOMER', 'VENDOR', 'OPERATOR', 'INTEGRATION']],
  ] as const)('refuses %s to roles that it is not for', async (field, mutation, roles) => {
    const inputs: Record<string, object> = {
      placeOrder: basket(shop), cancelOrder: { idempotencyKey: 'k', orderId: order.id, reason: 'r' }, requestReturn: { idempotencyKey: 'k', childOrderId: childId(0), lines: [], reason: 'r' },
      recordDelivery: { idempotencyKey: 'k', childOrderId: childId(0), kind: 'HANDED_OVER' }, confirmPicking: { idempotencyKey: 'k', childOrderId: childId(0), full: true }, configureStatusMapping: { idempotencyKey: 'k', rows: [] },
    };
    for (const role of roles) expect((await world.ask(actorOf(role, shop.merchantId, { customerId, vendorId: shop.vendor }), mutation, { input: inputs[field] })).data?.[field]?.__typename).toBe('Forbidden');
  });

  it('answers 401 without the gateway\'s identity', async () => {
    const body = JSON.stringify({ query: '{ _service { sdl } }' });
    expect((await fetch(`${world.url}/graphql`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })).status).toBe(401);
  });
});

describe('bad input', () => {
  let world: World;
  let shop: Shop;
  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world);
  }, 90_000);
  afterAll(() => world.stop());

  const line = (over: object = {}) => ({ name: 'Чай', quantityMilli: 1000, price: 10_000, warehouseId: shop.north, ...over });
  const single = (over: object = {}) => basket(shop, { lines: [line()], discount: 0, delivery: null, total: 10_000, ...over });
  const refusal = async (input: object) => {
    const answer = await world.ask(shop.staff, placeOrder, { input });
    return answer.data?.['placeOrder'] ?? answer.errors?.[0]?.extensions;
  };

  it.each([
    ['idempotencyKey', () => single({ idempotencyKey: '' })],
    ['idempotencyKey', () => single({ idempotencyKey: 'ключ' })],
    ['idempotencyKey', () => single({ idempotencyKey: 'x'.repeat(256) })],
    ['number', () => single({ number: ' ' })],
    ['number', () => single({ number: 'A'.repeat(65) })],
    ['number', () => single({ number: '4111 1111 1111 1111' })],
    ['customerId', () => single({ customerId: 'me' })],
    ['contact', () => single({ contact: {} })],
    ['contact.email', () => single({ contact: { email: 'no mail' } })],
    ['contact.phone', () => single({ contact: { phone: '12' } })],
    ['lines', () => single({ lines: [] })],
    ['lines[0].name', () => single({ lines: [line({ name: 'x'.repeat(257) })] })],
    ['lines[0].name', () => single({ lines: [line({ name: 'карта 4111 1111 1111 1111' })] })],
    ['lines[0].quantityMilli', () => single({ lines: [line({ quantityMilli: 0 })] })],
    ['lines[0].quantityMilli', () => single({ lines: [line({ quantityMilli: 2 })] })],
    ['lines[0].price', () => single({ lines: [line({ price: -1 })] })],
    ['lines[0].price', () => single({ lines: [line({ price: 2 ** 53 - 1 })] })],
    ['lines[0].discount', () => single({ lines: [line({ discount: 10_001 })] })],
    ['lines[0].warehouseId', () => single({ lines: [line({ warehouseId: 'x' })] })],
    ['lines[1].warehouseId', () => single({ lines: [line(), line({ warehouseId: newId() })] })],
    ['lines[0].vendorId', () => single({ lines: [line({ vendorId: newId() })] })],
    ['discount', () => single({ discount: 10_001 })],
    ['delivery.price', () => single({ delivery: { price: -1, name: 'Доставка' } })],
    ['delivery.warehouseId', () => single({ delivery: { price: 1, name: 'Доставка', warehouseId: shop.south } })],
    ['total', () => single({ total: 9_999 })],
    ['total', () => single({ total: -1 })],
    ['returnUrl', () => single({ returnUrl: 'javascript:alert(1)' })],
    ['returnUrl', () => single({ returnUrl: 'http://shop.example.ru' })],
  ])('is refused with the field %s, and nothing is written', async (field, input) => {
    expect(await refusal(input())).toMatchObject({ __typename: 'ValidationFailed', code: 'VALIDATION_FAILED', field, message: expect.stringContaining(field) });
    expect(await world.sql('SELECT FROM orders')).toEqual([]);
  });

  it.each([['a fraction', 100.5], ['a text', '100'], ['2^53', 2 ** 53]])('an amount that is %s is refused before anything runs', async (_what, price) => {
    const answer = await world.ask(shop.staff, placeOrder, { input: single({ lines: [line({ price })] }) });
    expect([answer.data, answer.errors?.[0]?.extensions['code']]).toEqual([undefined, 'BAD_AMOUNT']);
  });

  it('U+0000 is refused wherever it is put: raw in the variables, or written out in the operation', async () => {
    expect(await refusal(single({ number: 'A\u0000' }))).toEqual({ code: 'BAD_REQUEST' });
    const inOperation = (field: string) => world.ask(shop.staff, `mutation { cancelOrder(input: { idempotencyKey: "k", orderId: "${newId()}", reason: "r", ${field}: "a\\u0000" }) { __typename ... on ValidationFailed { field } } }`.replace(new RegExp(`${field}: "[^"]*", (?=.*${field})`), ''));
    expect((await inOperation('reason')).data?.['cancelOrder']).toEqual({ __typename: 'ValidationFailed', field: 'reason' });
    expect((await inOperation('idempotencyKey')).data?.['cancelOrder']).toEqual({ __typename: 'ValidationFailed', field: 'idempotencyKey' });
    expect((await inOperation('orderId')).data?.['cancelOrder']).toMatchObject({ __typename: 'NotFound' });
    expect((await world.ask(shop.staff, '{ orderByNumber(number: "a\\u0000") { id } }')).data).toEqual({ orderByNumber: null });
  });

  it('a foreign, an unknown and an impossible id look the same', async () => {
    const foreign = await openShop(world);
    const theirs = await placed(world, foreign);
    const answers = await Promise.all([theirs.id, newId<string>(), `' OR 1=1 --`, ''].map((orderId) => world.ask(shop.staff, cancelOrder, { input: { idempotencyKey: newId(), orderId, reason: 'r' } })));
    expect(answers.map(({ data }) => data?.['cancelOrder'])).toEqual(answers.map(() => ({ __typename: 'NotFound', code: 'NOT_FOUND', message: 'There is no Order with this id.' })));
  });

  it('a change that the status does not allow says what stands in the way and what to do', async () => {
    const order = await placed(world, shop);
    const [child] = order.children;
    const input = { idempotencyKey: newId<string>(), childOrderId: child?.id };
    expect((await world.ask(shop.staff, confirmPicking, { input: { ...input, full: true } })).data?.['confirmPicking']).toMatchObject({ __typename: 'NotAllowedNow', status: 'placed', message: expect.stringMatching(/money must be held/) });
    const lines = [{ lineId: child?.lines[0]?.id, quantityMilli: 1000 }];
    expect((await world.ask(shop.staff, requestReturn, { input: { ...input, lines, reason: 'r' } })).data?.['requestReturn']).toMatchObject({ __typename: 'NotAllowedNow', message: expect.stringMatching(/cancel the order/) });
    expect((await world.ask(shop.staff, confirmPicking, { input: { ...input, full: true, lines } })).data?.['confirmPicking']).toMatchObject({ field: 'lines' });
  });

  it.each([['first', { first: 0 }], ['first', { first: 101 }], ['after', { after: 'x' }], ['after', { after: Buffer.from('["x"]').toString('base64url') }]])('a list asked with a wrong %s answers BAD_PAGE', async (_field, args) => {
    const answer = await world.ask(shop.staff, 'query($first: Int = 1, $after: String) { orders(first: $first, after: $after) { edges { node { id } } } }', args);
    expect(answer.errors?.[0]?.extensions['code']).toBe('BAD_PAGE');
  });

  it('a mapping that could not work is refused, naming what is allowed', async () => {
    const mutation = 'mutation($input: ConfigureStatusMappingInput!) { configureStatusMapping(input: $input) { __typename ... on ValidationFailed { field message } ... on ConfigureStatusMappingSuccess { rows { when then } } } }';
    const configure = async (rows: object[]) => (await world.ask(shop.admin, mutation, { input: { idempotencyKey: newId(), rows } })).data?.['configureStatusMapping'];
    expect(await configure([{ source: 'ORDER', when: 'capture', then: 'whenever' }])).toMatchObject({ field: 'rows[0].then', message: expect.stringContaining('picked, payment_secured') });
    expect(await configure([{ source: 'PAYMENT', when: '__proto__', then: 'x' }])).toMatchObject({ field: 'rows[0].when' });
    expect(await configure([])).toMatchObject({ field: 'rows' });
    expect(await configure([{ source: 'ORDER', when: 'capture', then: 'delivered' }])).toMatchObject({ rows: expect.arrayContaining([{ when: 'capture', then: 'delivered' }, { when: 'PaymentVoided', then: 'cancelled' }]) });
  });

  it('lists orders newest first, page by page, each once', async () => {
    const mine = await openShop(world);
    const numbers: string[] = [];
    for (let count = 0; count < 5; count += 1) numbers.unshift((await placed(world, mine)).number);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const answer: Awaited<ReturnType<World['ask']>> = await world.ask(mine.staff, 'query($after: String) { orders(first: 2, after: $after, status: PLACED) { edges { node { number } } pageInfo { hasNextPage endCursor } } }', { after });
      const page = answer.data?.['orders'];
      seen.push(...(page?.edges ?? []).map(({ node }) => node.number));
      after = page?.pageInfo?.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(numbers);
  });
});
