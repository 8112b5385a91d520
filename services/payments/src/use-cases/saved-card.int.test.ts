import { newId } from '@paygraph/shared/ids';
import { unseal } from '@paygraph/shared/seal';
import { actorOf, invoiceOf, mutate, start, untilPayment } from '../testing/ask';
import { eventsOf } from '../testing/oracle';
import { openShop, type Shop } from '../testing/shop';
import { startWorld, type World } from '../testing/world';

describe('a card that is saved with a payment', () => {
  let world: World;
  let shop: Shop;

  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world);
  });
  afterAll(async () => {
    await shop.stop();
    await world.stop();
  });

  const pay = async (over: object) => {
    const order = await shop.placeOrder();
    const started = await start(world, shop, { ...order, input: over });
    await shop.bank.control.pay({ invoiceId: invoiceOf(started), outcome: 'success', saveCard: true, card: { number: '2202********7777', expiry: '11/31' } });
    const payment = await untilPayment(world, shop, { id: started.id, is: ({ state }) => state === 'AUTHORIZED' });
    return { order, told: (await eventsOf(world, payment.id)).find(({ type }) => type === 'CardBindingReceived')?.body };
  };

  it('is told with the consent, its reference sealed', async () => {
    const { order, told } = await pay({ saveCard: { wordingVersion: 'v3' } });
    expect(told).toMatchObject({ customerId: order.customerId, brand: 'mir', last4: '7777', expiresOn: '2031-11', consent: { wordingVersion: 'v3' } });
    const bank = shop.bank.control.books().bindings.map(({ bankId }) => bankId);
    expect(bank).toContain(((await unseal(world.sealing.privateJwks, String(told?.['sealedReference']))) as { reference: string }).reference);
    expect(JSON.stringify(told)).not.toContain(bank[0]);
  });

  it('has one fingerprint, however often it is saved', async () => {
    const [first, second] = [await pay({ saveCard: { wordingVersion: 'v3' } }), await pay({ saveCard: { wordingVersion: 'v3' } })];
    expect(first.told?.['fingerprint']).toBe(second.told?.['fingerprint']);
  });

  it('is not told of without the buyer\'s consent', async () => expect((await pay({})).told).toBeUndefined());

  it('is not promised where the contract cannot keep it', async () => {
    const other = await openShop(world, { capabilities: { savedCards: false } });
    const order = await other.placeOrder();
    const input = { idempotencyKey: newId(), orderId: order.id, method: 'CARD', saveCard: { wordingVersion: 'v3' } };
    expect((await mutate(world, actorOf(other), { mutation: 'startPayment', input })).__typename).toBe('CapabilityMissing');
    await other.stop();
  });
});
