import type { Order, Scene, Story } from './scene';

const whenAllowed = async (scene: Scene, ask: () => ReturnType<Scene['tryCommand']>): Promise<boolean> => {
  for (;;) {
    const { __typename: kind } = await ask();
    // An operation whose answer was lost holds back the next ones; a person tries again later.
    if (kind !== 'PaymentNotAllowedNow') return kind === 'RefundPaymentSuccess';
    await scene.pause(1_000);
  }
};

const hand = (scene: Scene, order: Order, paymentId: string) => async (index: number): Promise<boolean> => {
  const amount = scene.random.whole(100, 60_000);
  await scene.pause(scene.random.between(0, 400));
  return whenAllowed(scene, () => scene.tryCommand('OPERATOR', 'refundPayment', { key: `refund-${order.id}-${index}`, input: { paymentId, amount, reason: 'goodwill' }, selection: 'payment { id }' }));
};

/** Several people give money back at once, some more than there is. */
export const manyRefunds: Story = {
  name: 'refunds from several hands',
  weight: 2,
  shop: 'usual',
  play: async (scene) => {
    const order = await scene.place(scene.random.whole(1, 6));
    const paymentId = await scene.startPayment(order);
    await scene.payAtBank(await scene.page(paymentId));
    await scene.until(order, 'payment.authorized');
    await scene.pickAll(order);
    const given = await Promise.all(Array.from({ length: scene.random.whole(2, 6) }, (_, index) => hand(scene, order, paymentId)(index)));
    const accepted = given.filter(Boolean).length;
    if (accepted > 0) await scene.until(order, 'payment.refunded', accepted);
  },
};
