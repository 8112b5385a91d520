import type { Shop, System } from '../host/system';
import { wholePurchase, type Bought, type Samples } from './purchase';

type Entry = Readonly<{ at: string; data: Readonly<Record<string, unknown>> }>;

const entriesOf = async ({ outside }: Shop, kind: string): Promise<readonly Entry[]> => {
  const answer = await fetch(`${outside.paykeeper.url}/__sim/journal?kind=${kind}`);
  return ((await answer.json()) as { entries: Entry[] }).entries;
};

const sentBy = async (shop: Shop): Promise<(readonly [string, number])[]> =>
  (await entriesOf(shop, 'notification.sent')).map(({ at, data }) => [`${shop.outside.paykeeper.url} ${String(data['paymentId'])}`, Date.parse(at)]);

/** When each bank first sent its notification, in epoch ms, by the bank's address and its number of the payment. */
export const notificationsSent = async ({ shops }: System): Promise<ReadonlyMap<string, number>> =>
  // A later entry of the same payment would be a repeat: the first one is what the clock runs from.
  new Map((await Promise.all(shops.map(sentBy))).flat().reverse());

/** What the bank itself says of its calls for one payment: how long they took, and whether each was answered as it should. */
type AtBank = Readonly<{ ms: number; calls: number; isClean: boolean }>;

// The calls that a buyer or a picker waits for; whatever else is asked of the bank goes on beside.
const waitedFor: Readonly<Record<string, { step: string; idOf: (call: Entry['data']) => unknown }>> = {
  '/change/invoice/preview/': { step: 'startPayment', idOf: ({ fields }) => (fields as Record<string, string>)['orderid'] },
  '/change/payment/capture/': { step: 'picked -> captured', idOf: ({ fields }) => (fields as Record<string, string>)['id'] },
};

const keyOf = (url: string, step: string, id: unknown): string => `${url} ${step} ${String(id)}`;

export type BankCalls = ReadonlyMap<string, AtBank>;

/** Every call of the buyers' and pickers' steps as the banks saw it. */
export const bankCalls = async ({ shops }: System): Promise<BankCalls> => {
  const calls = new Map<string, AtBank>();
  for (const shop of shops) {
    for (const { data } of await entriesOf(shop, 'answer')) {
      const waited = waitedFor[String(data['endpoint'])];
      if (!waited) continue;
      const key = keyOf(shop.outside.paykeeper.url, waited.step, waited.idOf(data));
      const before = calls.get(key) ?? { ms: 0, calls: 0, isClean: true };
      calls.set(key, { ms: before.ms + Number(data['tookMs']), calls: before.calls + 1, isClean: before.isClean && data['sent'] === 200 });
    }
  }
  return calls;
};

const steps = Object.values(waitedFor).map(({ step }) => step);

/** The steps of a purchase without what its bank took of them; undefined when the bank failed one of them, for then the platform waits on purpose. */
export const ownTimes = (calls: BankCalls, { bankUrl, paymentId, bankPaymentId, samples }: Bought): Samples | undefined => {
  const atBank = steps.map((step) => [step, calls.get(keyOf(bankUrl, step, step === 'startPayment' ? paymentId : bankPaymentId))] as const);
  if (atBank.some(([, call]) => !call?.isClean || call.calls !== 1)) return undefined;
  const taken = new Map(atBank.map(([step, call]) => [step, call?.ms ?? 0]));
  const all = [...taken.values()].reduce((sum, ms) => sum + ms, 0);
  return new Map([...samples].map(([step, values]) => [step, values.map((ms) => ms - (step === wholePurchase ? all : (taken.get(step) ?? 0)))]));
};
