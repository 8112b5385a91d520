import { newId } from '@paygraph/shared/ids';
import { unseal } from '@paygraph/shared/seal';
import { eventually } from '@paygraph/shared/testing/eventually';
import { actorOf, invoiceOf, mutate, start, untilPayment, type ShownPayment } from '../testing/ask';
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

  const cardsTold = async (paymentId: string) => (await eventsOf(world, paymentId)).filter(({ type }) => type === 'CardBindingReceived').map(({ body }) => body);
  const paysOnPage = (started: ShownPayment) =>
    shop.bank.control.pay({ invoiceId: invoiceOf(started), outcome: 'success', saveCard: true, card: { number: '2202********7777', expiry: '11/31' } });

  it.each([['within the trust limit', 100_000_00], ['above it, where it is only a hint', 0]])(
    'is told once when its notification comes after a look at the page took the money in, for a sum %s',
    async (_sum, notificationTrustLimit) => {
      await shop.configure({ settings: { notificationTrustLimit } });
      shop.bank.control.setFaults({ neverNotify: true });
      const started = await start(world, shop, { ...(await shop.placeOrder()), input: { saveCard: { wordingVersion: 'v3' } } });
      await paysOnPage(started);
      const { id, providerPaymentId } = await untilPayment(world, shop, { id: started.id, is: ({ state }) => state === 'AUTHORIZED' });
      expect(await cardsTold(id)).toEqual([]);
      shop.bank.control.clearFaults();
      for (const times of [1, 3]) expect(await shop.bank.control.notify({ paymentId: providerPaymentId ?? '', times })).not.toContain(false);
      await eventually(async () => expect(await cardsTold(id)).toMatchObject([{ last4: '7777', consent: { wordingVersion: 'v3' } }]));
      await eventually(async () => expect(await world.owner.query(`SELECT FROM due_work WHERE ref = $1 AND kind = 'payment.examine'`, [id])).toEqual([]));
      expect(await cardsTold(id)).toHaveLength(1);
    },
  );

  it.each([
    ['without it, does not get the card saved', [{ saveCard: { wordingVersion: 'v3' } }, {}], []],
    ['with it, gets the card saved', [{}, { saveCard: { wordingVersion: 'v4' } }], [{ consent: { wordingVersion: 'v4' } }]],
  ])('by a buyer who opens the same page again %s', async (_how, [first, second], told) => {
    const order = await shop.placeOrder();
    const opened = await start(world, shop, { ...order, input: first });
    expect((await start(world, shop, { ...order, input: second })).id).toBe(opened.id);
    await paysOnPage(opened);
    const { id } = await untilPayment(world, shop, { id: opened.id, is: ({ state }) => state === 'AUTHORIZED' });
    expect(await cardsTold(id)).toMatchObject(told);
  });

  it('is not promised where the contract cannot keep it', async () => {
    const other = await openShop(world, { card: { saved: false } });
    const order = await other.placeOrder();
    const input = { idempotencyKey: newId(), orderId: order.id, method: 'CARD', saveCard: { wordingVersion: 'v3' } };
    expect((await mutate(world, actorOf(other), { mutation: 'startPayment', input })).__typename).toBe('CapabilityMissing');
    await other.stop();
  });
});
