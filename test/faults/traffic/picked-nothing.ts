import { goodsOf, type Story } from './scene';

/** Nothing of the order is there: the hold goes back. */
export const pickedNothing: Story = {
  name: 'picked nothing',
  weight: 1,
  shop: 'usual',
  play: async (scene) => {
    scene.mustEnd('cancelled');
    const order = await scene.buy();
    for (const child of order.children) await scene.pick(child, goodsOf(child).map(({ id }) => ({ lineId: id, quantityMilli: 0 })));
    await scene.until(order, 'payment.voided');
    await scene.until(order, 'receipt.prepayment_refund.registered', order.children.length);
  },
};
