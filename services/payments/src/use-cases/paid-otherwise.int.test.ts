import { eventually } from '@paygraph/shared/testing/eventually';
import { eventTypes } from '../testing/oracle';
import { invoiceOf, readPayment, start } from '../testing/ask';
import { openShop } from '../testing/shop';
import { startWorld } from '../testing/world';

it('a page that was paid with another sum is told to a person once, and then neither watched nor asked about any more', async () => {
  const world = await startWorld();
  const shop = await openShop(world, { notified: false });
  const payment = await start(world, shop, await shop.placeOrder());
  await world.owner.query('UPDATE payment SET amount = amount + 100 WHERE id = $1', [payment.id]);
  await shop.bank.control.pay({ invoiceId: invoiceOf(payment), outcome: 'success' });
  await eventually(async () => {
    await world.owner.query('UPDATE due_work SET due_at = now() WHERE claimed_until IS NULL AND ref = $1', [payment.id]);
    expect(await world.owner.query('SELECT kind, payload FROM due_work WHERE ref = $1', [payment.id])).toEqual([]);
  }, 20_000);
  expect(await readPayment(world, shop, payment.id)).toMatchObject({ state: 'AWAITING_BUYER', reviewReason: expect.stringMatching(/another sum/) });
  expect((await eventTypes(world, payment.id)).filter((type) => type === 'PaymentNeedsReview')).toHaveLength(1);
  await shop.stop();
  await world.stop();
}, 60_000);
