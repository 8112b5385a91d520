import type { Order, Scene, Story } from './scene';

const cancel = (scene: Scene, order: Order) => scene.command('OPERATOR', 'cancelOrder', { key: `cancel-${order.id}`, input: { orderId: order.id, reason: 'changed my mind' }, selection: 'order { id }' });

/** Before the buyer pays, at the moment he pays, with the money held, and with it taken. */
const moments: Readonly<Record<string, (scene: Scene) => Promise<Order>>> = {
  unpaid: async (scene) => {
    const order = await scene.place(scene.random.whole(1, 6));
    await cancel(scene, order);
    return order;
  },
  paying: async (scene) => {
    const order = await scene.place(scene.random.whole(1, 6));
    const page = await scene.page(await scene.startPayment(order));
    const wait = scene.random.between(0, 300);
    // The bank may have closed the page by then.
    const paying = scene.payAtBank(page).catch(() => undefined);
    await Promise.all([paying, scene.pause(wait).then(() => cancel(scene, order))]);
    return order;
  },
  held: async (scene) => {
    const order = await scene.buy();
    await cancel(scene, order);
    await scene.until(order, 'payment.voided');
    return order;
  },
  taken: async (scene) => {
    const order = await scene.buy();
    await scene.pickAll(order);
    await cancel(scene, order);
    await scene.until(order, 'payment.refunded');
    return order;
  },
};

/** The order is called off, early or late; whatever was held or taken goes back. */
export const cancelled: Story = {
  name: 'cancelled',
  weight: 2,
  shop: 'usual',
  play: async (scene) => {
    scene.mustEnd('cancelled');
    const order = await moments[scene.random.pick(Object.keys(moments))]?.(scene);
    if (order) await scene.until(order, 'order.cancelled');
  },
};
