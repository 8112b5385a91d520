import type { Payment } from './payment';
import { startRound } from './notifications';
import type { World } from './world';

const waiting = new WeakMap<World, Payment[]>();

const flush = async (world: World): Promise<void> => {
  const held = waiting.get(world) ?? [];
  waiting.set(world, []);
  for (const payment of held.reverse()) await startRound(world, payment);
};

/** Sends what the reordering fault still holds back, once that fault is off. */
export const releaseReordered = (world: World): void => {
  if (world.faults.peek('reorderNotifications') === undefined) void flush(world);
};

const inOrder = async (world: World, payment: Payment): Promise<void> => {
  const fault = world.faults.peek('reorderNotifications');
  if (fault === undefined) return startRound(world, payment);
  const held = [...(waiting.get(world) ?? []), payment];
  waiting.set(world, held);
  if (held.length < (fault === true ? 2 : fault)) return;
  world.faults.take('reorderNotifications');
  await flush(world);
};

/** Tells the shop of a payment, as far as settings and faults let it. Resolves when the first attempt is over or put off. */
export const notifyShop = async (world: World, payment: Payment): Promise<void> => {
  const { faults, journal, settings, agenda } = world;
  if (faults.take('neverNotify')) return journal.write('notification.withheld', { paymentId: payment.id });
  if (settings.notifyUrl === '') {
    payment.told = 'success';
    payment.successAt = payment.obtainedAt;
    return journal.write('notification.nobody', { paymentId: payment.id });
  }
  const delay = faults.take('delayNotificationsMs');
  if (delay === undefined) return inOrder(world, payment);
  agenda.after(delay, () => void inOrder(world, payment));
};
