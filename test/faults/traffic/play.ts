import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random';
import type { Shop } from '../system/shop';
import { clientOf } from './client';
import { openFeed, type Feed } from './feed';
import { hurryHoldIn } from './hold-time';
import { Scene, type Story } from './scene';
import type { Command, StoryTold, Told } from '../audit/told';

export type Arrival = Readonly<{ at: number; story: Story; random: Random }>;

/** Buyers come at moments of their own (Poisson), whether or not earlier ones are done. The same seed gives the same buyers. */
export const planArrivals = (stories: readonly Story[], { random, ms, perSecond }: { random: Random; ms: number; perSecond: number }): Arrival[] => {
  const drawn = stories.flatMap((story) => Array.from({ length: story.weight }, () => story));
  const arrivals: Arrival[] = [];
  for (let at = 0; ; ) {
    at += (-Math.log(1 - random.next()) / perSecond) * 1_000;
    if (at >= ms) return arrivals;
    arrivals.push({ at, story: random.pick(drawn), random: random.child(`buyer ${arrivals.length}`) });
  }
};

export type Place = Readonly<{ ownerUrl: string; graphql: string; ws: string; shops: readonly Shop[] }>;
export type Playing = Readonly<{ told: Told; open(): number; breaks(): number; /** Resolves when every story came to an end or gave up. */ ended: Promise<void>; stop(): void }>;

type Stage = Readonly<{ place: Place; over: AbortSignal; feeds: ReadonlyMap<Shop, Feed>; told: Told; commands: Command[] }>;

const shopFor = ({ place: { shops } }: Stage, { shop }: Story): Shop => {
  const found = shops.find(({ kind }) => kind === shop);
  if (!found) throw new Error(`There is no shop that ${shop}`);
  return found;
};

const playOne = async (stage: Stage, { story, random }: Arrival, number: string): Promise<void> => {
  const shop = shopFor(stage, story);
  const told: StoryTold = { story: story.name, number, merchantId: shop.merchantId, from: Date.now(), step: 'comes' };
  stage.told.stories.push(told);
  const feed = stage.feeds.get(shop);
  if (!feed) throw new Error('Every shop has a feed');
  const client = clientOf(stage.place.graphql, shop, stage.over);
  const scene = new Scene({ shop, client, feed, random, told, over: stage.over, hurryHold: hurryHoldIn(stage.place.ownerUrl), accepted: (command) => void stage.commands.push(command) });
  await story.play(scene).catch((error: unknown) => {
    told.failed = `at "${told.step}": ${error instanceof Error ? error.message : String(error)}`;
  });
  told.until = Date.now();
};

/** Lets the buyers come. `over` ends the patience of all who still wait. */
export const playTraffic = (arrivals: readonly Arrival[], place: Place, over: AbortSignal): Playing => {
  const feeds = new Map(place.shops.map((shop) => [shop, openFeed({ ws: place.ws, token: shop.tokens.INTEGRATION }, over)]));
  const commands: Command[] = [];
  const told: Told = { stories: [], commands, seen: () => [...feeds.values()].flatMap(({ entries }) => entries.map(({ orderId, seq }) => ({ orderId, seq }))) };
  const stage: Stage = { place, over, feeds, told, commands };
  const from = Date.now();
  let open = arrivals.length;
  const one = async (arrival: Arrival, index: number): Promise<void> => {
    await pause(Math.max(0, from + arrival.at - Date.now()), undefined, { signal: over }).catch(() => undefined);
    if (!over.aborted) await playOne(stage, arrival, `F-${from.toString(36)}-${index}`);
    open -= 1;
  };
  return {
    told,
    open: () => open,
    breaks: () => [...feeds.values()].reduce((sum, feed) => sum + feed.breaks(), 0),
    ended: Promise.all(arrivals.map(one)).then(() => undefined),
    stop: () => feeds.forEach((feed) => feed.stop()),
  };
};
