import type { Shop, System } from '../host/system';

type Entry = Readonly<{ at: string; data: Readonly<Record<string, unknown>> }>;

const sentBy = async ({ outside }: Shop): Promise<(readonly [string, number])[]> => {
  const { url } = outside.paykeeper;
  const answer = await fetch(`${url}/__sim/journal?kind=notification.sent`);
  const { entries } = (await answer.json()) as { entries: Entry[] };
  return entries.map(({ at, data }) => [`${url} ${String(data['paymentId'])}`, Date.parse(at)]);
};

/** When each bank first sent its notification, in epoch ms, by the bank's address and its number of the payment. */
export const notificationsSent = async ({ shops }: System): Promise<ReadonlyMap<string, number>> =>
  // A later entry of the same payment would be a repeat: the first one is what the clock runs from.
  new Map((await Promise.all(shops.map(sentBy))).flat().reverse());
