import type { Shop, System } from '../host/system';
import { postJson } from './client';

/** How long the bank takes for each answer. */
export type Bank = Readonly<{ name: string; faults: object }>;

const z99 = 2.326;
const [medianMs, p99Ms] = [120, 380];

// Together 0.7 % of the calls: half are refused before the bank acts, half are done and their answer is lost.
const share = 0.0035;

export const quickBank: Bank = { name: '0 ms bank', faults: { latencyLogNormal: false, error5xx: false, loseAnswer: false } };
/** Log-normal, half of the answers within 120 ms and 99 % within 380 ms; 0.7 % of the calls fail. */
export const slowBank: Bank = { name: 'slow bank', faults: { latencyLogNormal: { medianMs, sigma: Math.log(p99Ms / medianMs) / z99 }, error5xx: { share }, loseAnswer: { share } } };

const useBankOf = async ({ outside }: Shop, { faults }: Bank): Promise<void> => {
  const { status, text } = await postJson(`${outside.paykeeper.url}/__sim/faults`, JSON.stringify(faults));
  if (status !== 200) throw new Error(`The bank's latency could not be set: ${text}`);
};

export const useBank = async ({ shops }: System, bank: Bank): Promise<void> => void (await Promise.all(shops.map((shop) => useBankOf(shop, bank))));
