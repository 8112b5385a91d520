import type { Story } from './scene';

/** Bought by a hold, all goods are there, delivered: the ordinary day. */
export const fullPicking: Story = {
  name: 'full picking',
  weight: 4,
  shop: 'usual',
  play: async (scene) => {
    scene.mustEnd('completed');
    const order = await scene.buy();
    await scene.pickAll(order);
    await scene.handOverAll(order);
    await scene.until(order, 'order.completed');
  },
};
