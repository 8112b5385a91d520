import { newId } from '@paygraph/shared/ids';
import { eventually } from '@paygraph/shared/testing/eventually';
import { actorOf, ask, mutate, type Answer } from '../testing/ask';
import { openShop, type PlacedOrder, type Shop } from '../testing/shop';
import { startWorld, type World } from '../testing/world';

const explain = 'query ($orderId: ID, $cart: CartInput, $method: PaymentMethod!, $contractId: ID) { said: explainRouting(orderId: $orderId, cart: $cart, method: $method, contractId: $contractId) { contract { id } explanation } }';
const offer = 'query ($orderId: ID, $cart: CartInput) { said: availablePaymentMethods(orderId: $orderId, cart: $cart) { method available hold saved explanation } }';

describe('what routing would decide', () => {
  let world: World;
  let shop: Shop;
  let other: Shop;
  let order: PlacedOrder;
  const second = newId();

  beforeAll(async () => {
    world = await startWorld({ breakerFailuresMax: 3 });
    [shop, other] = [await openShop(world), await openShop(world)];
    await shop.configure({ contractId: second });
    order = await shop.placeOrder();
  });
  afterAll(async () => {
    await shop.stop();
    await other.stop();
    await world.stop();
  });

  const rule = (over: object) => ({ name: 'SBP', methods: ['sbp' as const], minTotal: null, maxTotal: null, legalEntityIds: [], vendorIds: [], split: 'any' as const, contractIds: [second], ...over });
  const part = () => ({ legalEntityId: shop.legalEntityId, warehouseId: newId() });
  const said = ({ data, errors }: Answer) => data?.['said'] ?? errors?.map(({ extensions }) => extensions['code']);
  const asked = async (query: string, variables: object, actor = actorOf(shop)) => said(await ask(world, actor, { query, variables }));

  it('is what then happens, and the payment keeps the reasons', async () => {
    await shop.route({ rules: [rule({ methods: ['card'] })] });
    const dry = (await asked(explain, { orderId: order.id, method: 'CARD' })) as { contract: { id: string }; explanation: string[] };
    expect(dry).toEqual({ contract: { id: second }, explanation: ['the rule "SBP" decides', 'Основной: chosen, every rule holds'] });
    const { payment } = await mutate(world, actorOf(shop), { mutation: 'startPayment', input: { idempotencyKey: newId(), orderId: order.id, method: 'CARD' } });
    const made = await ask(world, actorOf(shop), { query: 'query ($id: ID!) { said: payment(id: $id) { contract { id } routing } }', variables: { id: payment?.id } });
    expect(said(made)).toEqual({ contract: { id: second }, routing: dry.explanation });
  });

  it('is told of a cart that is no order yet', async () => {
    await shop.route({ rules: [rule({ split: 'split' })] });
    const whole = { total: 300_00, parts: [part()] };
    expect(await asked(explain, { cart: whole, method: 'SBP' })).toMatchObject({ contract: { id: shop.contractId } });
    expect(await asked(explain, { cart: { ...whole, parts: [part(), part()] }, method: 'SBP' })).toMatchObject({ contract: { id: second } });
    expect(await asked(explain, { cart: whole, method: 'SBP', contractId: second })).toMatchObject({ contract: { id: second } });
  });

  it('hides a method from a cart from several warehouses, and refuses to begin such a payment', async () => {
    await shop.route({ hiding: [{ method: 'sbp', severalWarehouses: true, severalVendors: false }] });
    const split = await shop.placeOrder([[100_00], [200_00]]);
    expect(await asked(offer, { orderId: split.id })).toMatchObject([{ method: 'CARD', available: true, hold: true, saved: true }, { method: 'SBP', available: false }]);
    const refused = await mutate(world, actorOf(shop), { mutation: 'startPayment', input: { idempotencyKey: newId(), orderId: split.id, method: 'SBP' } });
    expect(refused).toMatchObject({ __typename: 'NoSuitableContract', explanation: ['sbp is not offered for goods from several warehouses, by a setting of the merchant'] });
    const whole = await shop.placeOrder([[100_00]]);
    expect(await asked(offer, { orderId: whole.id })).toMatchObject([{ available: true }, { method: 'SBP', available: true, hold: false }]);
  });

  it('is told to the buyer of the order without the reasons, and of nobody else\'s', async () => {
    const buyer = actorOf(shop, 'CUSTOMER', { customerId: order.customerId });
    expect(await asked(offer, { orderId: order.id }, buyer)).toMatchObject([{ method: 'CARD', explanation: null }, { method: 'SBP', explanation: null }]);
    const stranger = await ask(world, actorOf(shop, 'CUSTOMER', { customerId: newId() }), { query: offer, variables: { orderId: order.id } });
    const elsewhere = await ask(world, actorOf(other), { query: explain, variables: { orderId: order.id, method: 'CARD' } });
    expect([stranger, elsewhere].map(({ data, errors }) => [data, errors])).toEqual([[{ said: null }, undefined], [{ said: null }, undefined]]);
    expect(await asked(explain, { orderId: order.id, method: 'CARD' }, buyer)).toEqual(['FORBIDDEN']);
  });

  it.each<[string, object]>([
    ['neither an order nor a cart', {}],
    ['both', { orderId: newId(), cart: { total: 1, parts: [{ legalEntityId: newId() }] } }],
    ['a cart without parts', { cart: { total: 1, parts: [] } }],
    ['a negative total', { cart: { total: -1, parts: [{ legalEntityId: newId() }] } }],
  ])('is not told of %s', async (_what, variables) => expect(await asked(offer, variables)).toEqual(['BAD_CART']));

  it('is nothing where no contract can', async () => {
    await shop.route({ rules: [rule({ methods: [] })] });
    await shop.configure({ contractId: second, active: false });
    const { id } = await shop.placeOrder();
    expect(await asked(explain, { orderId: id, method: 'SBP' })).toEqual({ contract: null, explanation: ['the rule "SBP" decides', 'Основной: passed over, because it is not true that it is active'] });
  });

  it('passes over a bank that does not answer, as long as another can take its place', async () => {
    await shop.route({});
    await shop.configure({ contractId: second });
    shop.bank.control.setFaults({ error5xx: {} });
    const waiting = await shop.placeOrder();
    await mutate(world, actorOf(shop), { mutation: 'startPayment', input: { idempotencyKey: newId(), orderId: waiting.id, method: 'CARD', contractId: shop.contractId } });
    const { id } = await shop.placeOrder();
    await eventually(async () => {
      const said = await asked(explain, { orderId: id, method: 'CARD' });
      expect(said).toMatchObject({ contract: { id: second }, explanation: [expect.stringContaining('that it has a provider that answers now'), expect.stringContaining('chosen')] });
    }, 15_000);
    shop.bank.control.clearFaults();
    await eventually(async () => expect(await asked(explain, { orderId: id, method: 'CARD' })).toMatchObject({ contract: { id: shop.contractId } }), 15_000);
  }, 40_000);
});
