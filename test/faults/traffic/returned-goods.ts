import { goodsOf, type Child, type Scene, type Story } from './scene';

const giveBack = (scene: Scene, child: Child, isWhole: boolean) => {
  const lines = (isWhole ? goodsOf(child) : goodsOf(child).slice(0, 1)).map(({ id, quantityMilli }) => ({ lineId: id, quantityMilli: isWhole ? quantityMilli : 1_000 }));
  return scene.command('OPERATOR', 'requestReturn', { key: `return-${child.id}`, input: { childOrderId: child.id, lines, reason: 'chipped' }, selection: 'order { id }', ids: { childOrderId: child.id } });
};

/** Delivered goods come back, in whole or in part, from one child order or from several at once. */
export const returnedGoods: Story = {
  name: 'returned goods',
  weight: 2,
  shop: 'usual',
  play: async (scene) => {
    const order = await scene.buy();
    await scene.pickAll(order);
    await scene.handOverAll(order);
    await scene.until(order, 'order.completed');
    const back = scene.random.shuffled(order.children).slice(0, scene.random.whole(1, order.children.length));
    const wholes = back.map(() => scene.random.chance(0.5));
    await Promise.all(back.map((child, index) => giveBack(scene, child, wholes[index] ?? false)));
    await scene.until(order, 'payment.refunded', back.length);
    await scene.until(order, 'receipt.refund.registered', back.length);
  },
};
