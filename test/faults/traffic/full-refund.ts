import type { Story } from './scene';

/** All the money goes back at once, by the order's own lines. */
export const fullRefund: Story = {
  name: 'full refund',
  weight: 1,
  shop: 'usual',
  play: async (scene) => {
    const order = await scene.place(scene.random.whole(1, 6));
    const paymentId = await scene.startPayment(order);
    await scene.payAtBank(await scene.page(paymentId));
    await scene.until(order, 'payment.authorized');
    await scene.pickAll(order);
    await scene.command('OPERATOR', 'refundPayment', { key: `refund-all-${order.id}`, input: { paymentId, reason: 'the shop closes' }, selection: 'payment { id }' });
    await scene.until(order, 'payment.refunded');
    scene.mustEnd('cancelled');
  },
};
