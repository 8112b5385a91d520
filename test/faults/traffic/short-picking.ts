import { goodsOf, type Child, type LineQuantity, type Scene, type Story } from './scene';

/** Fewer of some lines; `first` keeps at least one piece, so that something is sold. */
const shortened = (scene: Scene, child: Child, isFirst: boolean): LineQuantity[] =>
  goodsOf(child).map(({ id, quantityMilli }, index) => ({ lineId: id, quantityMilli: 1_000 * scene.random.whole(isFirst && index === 0 ? 1 : 0, quantityMilli / 1_000) }));

const isNothing = (lines: readonly LineQuantity[]): boolean => lines.every(({ quantityMilli }) => quantityMilli === 0);

/** Pickers have less than was ordered; a child order of which nothing is there is cancelled, the rest is sold and delivered. */
export const shortPicking: Story = {
  name: 'short picking',
  weight: 3,
  shop: 'usual',
  play: async (scene) => {
    scene.mustEnd('completed');
    const order = await scene.buy();
    const sold: Child[] = [];
    for (const [index, child] of order.children.entries()) {
      const lines = shortened(scene, child, index === 0);
      await scene.pick(child, lines);
      if (!isNothing(lines)) sold.push(child);
    }
    await scene.until(order, 'payment.captured');
    for (const child of sold) await scene.handOver(child);
    await scene.until(order, 'receipt.closing.registered', sold.length);
    await scene.until(order, 'order.completed');
  },
};
