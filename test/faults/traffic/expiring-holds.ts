import type { Story } from './scene';

const endsByClock = (name: string, shop: Story['shop'], { told, status }: { told: string; status?: string }): Story => ({
  name,
  weight: 1,
  shop,
  play: async (scene) => {
    if (status) scene.mustEnd(status);
    const order = await scene.place(scene.random.whole(1, 6));
    const paymentId = await scene.startPayment(order);
    await scene.payAtBank(await scene.page(paymentId));
    await scene.until(order, 'payment.authorized');
    await scene.letHoldEnd(paymentId);
    await scene.until(order, told);
  },
});

/** Nobody picks, the hold is about to end, and the platform takes or gives back the money in time, as the contract says. */
export const holdCaptured = endsByClock('hold ends, captured', 'captures-in-time', { told: 'payment.captured' });
export const holdVoided = endsByClock('hold ends, voided', 'voids-in-time', { told: 'payment.voided', status: 'cancelled' });
