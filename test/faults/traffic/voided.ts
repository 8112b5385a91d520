import type { Story } from './scene';

/** An operator gives the hold back by hand. */
export const voided: Story = {
  name: 'voided by hand',
  weight: 1,
  shop: 'usual',
  play: async (scene) => {
    scene.mustEnd('cancelled');
    const order = await scene.place(scene.random.whole(1, 6));
    const paymentId = await scene.startPayment(order);
    await scene.payAtBank(await scene.page(paymentId));
    await scene.until(order, 'payment.authorized');
    await scene.command('OPERATOR', 'voidPayment', { key: `void-${paymentId}`, input: { paymentId, reason: 'asked for' }, selection: 'payment { id }' });
    await scene.until(order, 'payment.voided');
  },
};
