import { watchOrder, type Watch } from '@paygraph/gateway/main-job/watch';
import type { PlacedOrder } from '@paygraph/gateway/main-job/actions';
import type { BenchContext, BenchPart } from '../context';
import { latencyFigures, type Figure } from '../figures';
import type { System } from '../host/system';
import { quickBank, slowBank, useBank, type Bank } from '../load/bank';
import { notificationsSent } from '../load/journal';
import { offer } from '../load/open-loop';
import { buy, nextShop } from '../load/purchase';

const rateWhenUnknown = 4;
const warmUpSeconds = 3;

/** When "payment.authorized" came, in epoch ms: to the buyer's own socket and to the shop's feed. */
type Pushed = Readonly<{ payment: string; buyerAt: number; shopAt: number }>;

/** A purchase whose buyer watches it on a socket of its own, as a shop's page does. */
const watchedPurchase = async (system: System, from: number): Promise<Pushed> => {
  const kind = 'payment.authorized';
  const shop = nextShop(system);
  let watch: Watch | undefined;
  let pushes: Promise<[number, number]> | undefined;
  const open = async ({ id }: PlacedOrder): Promise<void> => {
    const own = watchOrder({ wsUrl: system.ws, token: shop.customerToken, orderId: id });
    watch = own;
    await own.until('payment.started');
    pushes = Promise.all([own.until(kind).then(({ seenAt }) => seenAt), shop.feed.until(id, kind)]);
    pushes.catch(() => undefined);
  };
  try {
    const { bankUrl, bankPaymentId } = await buy(shop, { samples: new Map(), from, watch: open });
    const [buyerAt = Number.NaN, shopAt = Number.NaN] = (await pushes) ?? [];
    return { payment: `${bankUrl} ${bankPaymentId}`, buyerAt, shopAt };
  } finally {
    watch?.stop();
  }
};

type Round = Readonly<{ buyer: number[]; shop: number[]; failures: readonly string[] }>;

const measureRound = async (system: System, perSecond: number, seconds: number): Promise<Round> => {
  const pushed: Pushed[] = [];
  const offered = await offer({ perSecond, seconds, arrive: async (from) => void pushed.push(await watchedPurchase(system, from)) });
  await offered.settled;
  const sentAt = await notificationsSent(system);
  const sinceSent = (at: (push: Pushed) => number): number[] => pushed.map((push) => at(push) - (sentAt.get(push.payment) ?? Number.NaN));
  return { buyer: sinceSent(({ buyerAt }) => buyerAt), shop: sinceSent(({ shopAt }) => shopAt), failures: offered.failures };
};

const measure = async ({ seconds, rounds, say, sustained }: BenchContext, system: System, bank: Bank): Promise<Figure[]> => {
  await useBank(system, bank);
  const rate = (sustained.get(bank.name) ?? 2 * rateWhenUnknown) / 2;
  say(`  ${bank.name}: ${rate.toFixed(1)} purchases a second`);
  const all: Round[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await measureRound(system, rate, seconds));
  return [
    { name: `${bank.name}: purchases watched`, unit: '/round', values: all.map(({ buyer }) => buyer.length) },
    ...latencyFigures(`${bank.name}: notification sent -> buyer's push`, all.map(({ buyer }) => buyer)),
    ...latencyFigures(`${bank.name}: notification sent -> shop's feed`, all.map(({ shop }) => shop)),
    { name: `${bank.name}: failed`, unit: '/round', values: all.map(({ failures }) => failures.length) },
  ];
};

export const push: BenchPart = {
  name: 'push',
  about: 'from the bank sending its notification to "payment.authorized" arriving over graphql-ws, at half of the sustained rate',
  run: async (context) => {
    const system = await context.system();
    await useBank(system, quickBank);
    await measureRound(system, rateWhenUnknown, Math.min(warmUpSeconds, context.seconds));
    return [...(await measure(context, system, quickBank)), ...(await measure(context, system, slowBank))];
  },
};
