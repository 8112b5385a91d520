import { paidPayment, start, untilPayment } from '../testing/ask';
import { openShop } from '../testing/shop';
import { startWorld } from '../testing/world';

/** Longer than the other shop's buyer is made to wait here. */
const bankHangsMs = 6_000;

it('a contract whose bank hangs holds some of the workers, and the other contracts have the rest at once', async () => {
  const world = await startWorld({ workers: 6, contractAtOnce: 3, providerTimeoutMs: bankHangsMs });
  const [hanging, other] = [await openShop(world), await openShop(world)];
  hanging.bank.control.setFaults({ hang: 'before' });
  const begun = await Promise.all(Array.from({ length: 12 }, async () => start(world, hanging, await hanging.placeOrder())));
  const from = Date.now();
  expect((await paidPayment(world, other)).payment.state).toBe('AUTHORIZED');
  expect(Date.now() - from).toBeLessThan(bankHangsMs / 2);
  hanging.bank.control.clearFaults();
  await Promise.all(begun.map(({ id }) => untilPayment(world, hanging, { id, is: ({ pageUrl }) => pageUrl !== null, withinMs: 40_000 })));
  await hanging.stop();
  await other.stop();
  await world.stop();
}, 90_000);
