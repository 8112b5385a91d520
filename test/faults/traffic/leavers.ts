import type { Scene, Story } from './scene';

const leave: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'before paying': (scene) => scene.place(scene.random.whole(1, 6)),
  'from the page': async (scene) => scene.page(await scene.startPayment(await scene.place(scene.random.whole(1, 6)))),
  'after a decline': async (scene) => {
    const order = await scene.place(scene.random.whole(1, 6));
    await scene.payAtBank(await scene.page(await scene.startPayment(order)), { outcome: 'decline' });
  },
};

/** A buyer who leaves: with an order, with an open page, or with a card that was refused. */
export const leavers: Story = {
  name: 'buyers who leave',
  weight: 2,
  shop: 'closes-pages',
  play: async (scene) => void (await leave[scene.random.pick(Object.keys(leave))]?.(scene)),
};
