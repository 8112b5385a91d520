import { setTimeout as pause } from 'node:timers/promises';
import { demoBasket } from '@paygraph/gateway/main-job/basket';
import { playMainJob, type Played, type Shop } from '@paygraph/gateway/main-job/play';

const between = (from: number, to: number): number => from + Math.random() * (to - from);

export type Trouble = Readonly<{
  /** Names the orders. */
  name: string;
  purchases?: number;
  /** What befalls the system while the purchases are under way. */
  strike: () => Promise<void>;
}>;
export type Survived = Readonly<{ played: readonly Played[]; /** Purchases that were not over yet when the trouble came. */ underWay: number }>;

/** Plays purchases side by side, each begun at a moment of its own, and lets the trouble come at a random moment of them. @throws when one does not complete. */
export const purchasesDuring = async (shop: Shop, { name, purchases = 3, strike }: Trouble): Promise<Survived> => {
  let over = 0;
  const one = async (index: number): Promise<Played> => {
    await pause(between(0, 1_200));
    const played = await playMainJob(shop, demoBasket(`${name}-${index}`), () => undefined);
    over += 1;
    return played;
  };
  const trouble = async (): Promise<number> => {
    await pause(between(300, 2_200));
    const underWay = purchases - over;
    await strike();
    return underWay;
  };
  const playing = Promise.all(Array.from({ length: purchases }, (_, index) => one(index)));
  const [played, underWay] = await Promise.all([playing, trouble()]);
  return { played, underWay };
};
