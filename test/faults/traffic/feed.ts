import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { GaveUp } from './client';

export type FeedEntry = Readonly<{ cursor: string; orderId: string; seq: number; kind: string }>;

/** The shop's view of everything that happens to all of its orders; after every break it goes on from the last entry it has. */
export type Feed = Readonly<{
  entries: readonly FeedEntry[];
  /** Resolves when so many entries of the kind were pushed. @throws GaveUp when the run is over before. */
  until(orderId: string, kind: string, count?: number): Promise<void>;
  has(orderId: string, kind: string): boolean;
  /** How often the line broke. */
  breaks(): number;
  stop(): void;
}>;

const document = /* GraphQL */ `subscription Feed($after: String) { merchantFeed(after: $after) { cursor orderId seq kind } }`;
const againAfterMs = 300;
type Message = { data?: { merchantFeed?: FeedEntry } | null; errors?: readonly object[] };

/** One connection, until it ends for whatever reason. */
const readOnce = (address: Readonly<{ ws: string; token: string }>, after: string | null, o: { take: (entry: FeedEntry) => void; leave: AbortSignal }): Promise<void> =>
  new Promise((resolve) => {
    const client = createClient({ url: address.ws, webSocketImpl: WebSocket, retryAttempts: 0, keepAlive: 5_000, connectionParams: { authorization: `Bearer ${address.token}` } });
    let gone = false;
    const end = (): void => {
      gone = true;
      o.leave.removeEventListener('abort', end);
      void Promise.resolve(client.dispose()).catch(() => undefined);
      resolve();
    };
    o.leave.addEventListener('abort', end);
    client.subscribe<Message['data']>(
      { query: document, variables: { after } },
      {
        next: (message) => {
          const { data, errors } = message as Message;
          if (gone) return;
          // What came with an error is not seen: it comes again after the reconnect.
          if (errors || !data?.merchantFeed) end();
          else o.take(data.merchantFeed);
        },
        error: end,
        complete: end,
      },
    );
  });

const countOf = (entries: readonly FeedEntry[], orderId: string, kind: string): number => entries.filter((entry) => entry.orderId === orderId && entry.kind === kind).length;

export const openFeed = (address: Readonly<{ ws: string; token: string }>, over: AbortSignal): Feed => {
  const entries: FeedEntry[] = [];
  const ofOrder = new Map<string, FeedEntry[]>();
  const checks = new Set<() => void>();
  const leaving = new AbortController();
  let breaks = -1;
  const take = (entry: FeedEntry): void => {
    entries.push(entry);
    ofOrder.set(entry.orderId, [...(ofOrder.get(entry.orderId) ?? []), entry]);
    for (const check of [...checks]) check();
  };
  const read = async (): Promise<void> => {
    while (!leaving.signal.aborted) {
      breaks += 1;
      await readOnce(address, entries.at(-1)?.cursor ?? null, { take, leave: leaving.signal });
      await pause(againAfterMs);
    }
  };
  void read();
  const seen = (orderId: string, kind: string): number => countOf(ofOrder.get(orderId) ?? [], orderId, kind);
  const until: Feed['until'] = (orderId, kind, count = 1) =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const isThere = seen(orderId, kind) >= count;
        if (!isThere && !over.aborted) return;
        checks.delete(check);
        over.removeEventListener('abort', check);
        if (isThere) resolve();
        else reject(new GaveUp(`waits for ${count} × ${kind}`));
      };
      checks.add(check);
      over.addEventListener('abort', check);
      check();
    });
  return { entries, until, has: (orderId, kind) => seen(orderId, kind) > 0, breaks: () => breaks, stop: () => leaving.abort() };
};
