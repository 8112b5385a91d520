import { goodsOf, type Story } from './scene';

/** Money is given back for a fault of the goods, by a bare sum; then all the goods come back, for what is left of their price. */
export const priceCutThenReturned: Story = {
  name: 'price cut, then returned',
  weight: 1,
  shop: 'usual',
  play: async (scene) => {
    scene.mustEnd('returned');
    const order = await scene.place(scene.random.whole(1, 4));
    const paymentId = await scene.startPayment(order);
    await scene.payAtBank(await scene.page(paymentId));
    await scene.until(order, 'payment.authorized');
    await scene.pickAll(order);
    await scene.handOverAll(order);
    await scene.command('OPERATOR', 'refundPayment', { key: `cut-${order.id}`, input: { paymentId, amount: scene.random.whole(100, 4_000), reason: 'scratched' }, selection: 'payment { id }' });
    await scene.until(order, 'payment.refunded');
    for (const child of order.children) {
      const lines = goodsOf(child).map(({ id, quantityMilli }) => ({ lineId: id, quantityMilli }));
      await scene.command('OPERATOR', 'requestReturn', { key: `return-${child.id}`, input: { childOrderId: child.id, lines, reason: 'not wanted' }, selection: 'order { id }', ids: { childOrderId: child.id } });
    }
    await scene.until(order, 'order.returned');
  },
};
