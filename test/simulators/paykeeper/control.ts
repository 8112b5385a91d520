import type { FaultSettings } from '../kit/faults';
import { patchSettings } from '../kit/settings';
import { readBooks, type PayKeeperBooks } from './books';
import { payAsBuyer, tellsFirst, type BuyerAct, type BuyerResult } from './buyer';
import type { PayKeeperFaults } from './faults';
import { sendOnce } from './notifications';
import { noPayment } from './verdict';
import type { PayKeeperSettings } from './settings';
import type { World } from './world';

export type Resend = Readonly<{ paymentId: string; times?: number; concurrency?: number }>;

/** The tests' hand on the simulator; the same acts exist over HTTP under `/__sim/`. */
export type PayKeeperControl = Readonly<{
  setFaults: (faults: FaultSettings<PayKeeperFaults>) => void;
  clearFaults: () => void;
  configure: (patch: Partial<PayKeeperSettings>) => void;
  /** @throws RangeError when the hosted page would not open: no such invoice, already paid, expired. */
  pay: (act: BuyerAct) => Promise<BuyerResult>;
  /** Sends the notification again; one boolean per sending: was it acknowledged? */
  notify: (resend: Resend) => Promise<boolean[]>;
  advance: (seconds: number) => void;
  rotateToken: () => void;
  books: () => PayKeeperBooks;
}>;

export const pay = async (world: World, act: BuyerAct, later: (run: () => void) => void = setImmediate): Promise<BuyerResult> => {
  const paid = payAsBuyer(world, act);
  if (!paid.ok) throw new RangeError(paid.msg);
  const { answer, tell } = paid.value;
  if (tellsFirst(world, act.notify)) await tell();
  else later(() => void tell());
  return answer;
};

export const resend = async (world: World, { paymentId, times = 1, concurrency = 1 }: Resend): Promise<boolean[]> => {
  const payment = world.payments.get(paymentId);
  if (payment === undefined) throw new RangeError(noPayment);
  const accepted: boolean[] = [];
  while (accepted.length < times) {
    const batch = Math.min(concurrency, times - accepted.length);
    accepted.push(...(await Promise.all(Array.from({ length: batch }, () => sendOnce(world, payment)))));
  }
  return accepted;
};

export const createControl = (world: World, rotateToken: () => void): PayKeeperControl => ({
  setFaults: (faults) => world.faults.set(faults),
  clearFaults: () => world.faults.clear(),
  configure: (patch) => void (world.settings = patchSettings(world.settings, patch)),
  pay: (act) => pay(world, act),
  notify: (again) => resend(world, again),
  advance: (seconds) => world.agenda.advance(seconds),
  rotateToken,
  books: () => readBooks(world),
});
