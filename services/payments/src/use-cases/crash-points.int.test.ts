import { newId } from '@paygraph/shared/ids';
import { actorOf, capturedPayment, mutate, paidPayment, start, untilPayment } from '../testing/ask';
import { bankDifferences, brokenBooks } from '../testing/oracle';
import { openShop, type Shop } from '../testing/shop';
import { startWorld, type World } from '../testing/world';

const ask = (world: World, shop: Shop, { mutation, ...input }: { mutation: string; paymentId: string; amount?: number; reason?: string }) =>
  mutate(world, actorOf(shop), { mutation, input: { idempotencyKey: newId(), ...input } });

type Story = Readonly<{ kind: string; run: (world: World, shop: Shop) => Promise<{ id: string; state: string }> }>;

const stories: readonly Story[] = [
  {
    kind: 'open_page',
    run: async (world, shop) => {
      const { id } = await start(world, shop, await shop.placeOrder());
      return { id, state: 'AWAITING_BUYER' };
    },
  },
  {
    kind: 'capture',
    run: async (world, shop) => {
      const { payment } = await paidPayment(world, shop);
      await ask(world, shop, { mutation: 'capturePayment', paymentId: payment.id });
      return { id: payment.id, state: 'CAPTURED' };
    },
  },
  {
    kind: 'capture',
    run: async (world, shop) => {
      const { payment } = await paidPayment(world, shop);
      await ask(world, shop, { mutation: 'capturePayment', paymentId: payment.id, amount: 77_77 });
      return { id: payment.id, state: 'CAPTURED' };
    },
  },
  {
    kind: 'void',
    run: async (world, shop) => {
      const { payment } = await paidPayment(world, shop);
      await ask(world, shop, { mutation: 'voidPayment', paymentId: payment.id });
      return { id: payment.id, state: 'VOIDED' };
    },
  },
  {
    kind: 'refund',
    run: async (world, shop) => {
      const { payment } = await capturedPayment(world, shop);
      await ask(world, shop, { mutation: 'refundPayment', paymentId: payment.id, amount: 10_00, reason: 'a' });
      return { id: payment.id, state: 'PARTIALLY_REFUNDED' };
    },
  },
];

describe('a process that dies', () => {
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

  const cases = stories.flatMap((story) => ['before-call', 'after-call-before-commit'].flatMap((point) => [false, true].map((restarts) => ({ ...story, point, restarts }))));

  it.each(cases)('at $kind:$point leaves the payment where it should be (restarted: $restarts)', async ({ kind, point, restarts, run }) => {
    world.crashAt(`${kind}:${point}`);
    const { id, state } = await run(world, shop);
    if (restarts) await world.restart();
    await untilPayment(world, shop, { id, is: (payment) => payment.state === state, withinMs: 20_000 });
    expect(await brokenBooks(world)).toEqual([]);
    if (state === 'AWAITING_BUYER') expect(shop.bank.control.books().invoices.filter(({ orderId }) => orderId === id)).toHaveLength(1);
    else expect(await bankDifferences(world, shop, id)).toEqual([]);
  });
});
