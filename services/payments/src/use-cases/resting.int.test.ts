import { newId } from '@paygraph/shared/ids';
import { eventually } from '@paygraph/shared/testing/eventually';
import { actorOf, mutate, paidPayment, readPayment, start, untilPayment } from '../testing/ask';
import { bankDifferences, brokenBooks, eventTypes } from '../testing/oracle';
import { openShop, type Shop } from '../testing/shop';
import { startWorld, type World } from '../testing/world';

let world: World;
let shop: Shop;
const restMs = 3_000;
beforeAll(async () => {
  world = await startWorld({ breakerFailuresMax: 3, breakerRestMs: restMs / 0.02, pageWaitMs: 300 });
  shop = await openShop(world);
}, 60_000);
afterAll(async () => {
  await shop.stop();
  await world.stop();
});

const callsOf = async (paymentId: string): Promise<number> =>
  (await world.owner.query(`SELECT 1 FROM provider_call WHERE payment_id = $1 AND direction = 'out'`, [paymentId])).length;
const said = (text: string): boolean => world.logged.some((line) => line.includes(text));

describe('a contract whose bank does not answer', () => {
  it('is left alone after a few failures: its work waits, no payment fails for it, others go on, and all is done when the bank is back', async () => {
    const other = await openShop(world);
    const { payment } = await paidPayment(world, shop);
    await shop.configure({ baseUrl: 'http://127.0.0.1:9' });
    await mutate(world, actorOf(shop), { mutation: 'capturePayment', input: { idempotencyKey: newId(), paymentId: payment.id } });
    await eventually(() => expect(said('a contract does not answer')).toBe(true));
    const begun = await start(world, shop, await shop.placeOrder());
    expect([await callsOf(begun.id), (await readPayment(world, shop, begun.id)).state]).toEqual([0, 'CREATED']);
    expect((await paidPayment(world, other)).payment.state).toBe('AUTHORIZED');
    await shop.configure();
    await untilPayment(world, shop, { id: payment.id, is: ({ state }) => state === 'CAPTURED', withinMs: 20_000 });
    await untilPayment(world, shop, { id: begun.id, is: ({ pageUrl }) => pageUrl !== null, withinMs: 20_000 });
    expect(said('a contract answers again')).toBe(true);
    expect(await eventTypes(world, payment.id)).not.toContain('PaymentOperationUnknown');
    expect([await bankDifferences(world, shop, payment.id), await brokenBooks(world)]).toEqual([[], []]);
    await other.stop();
  }, 60_000);
});
