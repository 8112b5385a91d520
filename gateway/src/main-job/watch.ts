import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

/** One entry of an order's timeline as a watcher is pushed it, with the fields that other subgraphs answer. */
export type Seen = Readonly<{
  cursor: string;
  seq: number;
  kind: string;
  happenedAt: string;
  seenAt: number;
  orderId: string;
  childOrder: { id: string } | null;
  facts: readonly { name: string; value: string }[];
}>;

export type Watch = Readonly<{
  entries: readonly Seen[];
  /** Resolves with the `count`-th entry of a kind, also when it was pushed before. @throws after `withinMs` naming what was seen. */
  until(kind: string, count?: number, withinMs?: number): Promise<Seen>;
  stop(): void;
}>;

const subscription = /* GraphQL */ `
  subscription Watch($orderId: ID!, $after: String) {
    orderTimeline(orderId: $orderId, after: $after) {
      cursor seq orderId kind happenedAt
      childOrder { id }
      facts { name value }
    }
  }
`;

const defaultPatienceMs = 60_000;

/** Watches an order's timeline over graphql-ws, from its first entry or after a cursor, until `stop`. */
export const watchOrder = (o: { wsUrl: string; token: string; orderId: string; after?: string }): Watch => {
  const entries: Seen[] = [];
  const waiting = new Set<() => void>();
  let failure: unknown;
  const tell = (): void => waiting.forEach((check) => check());
  const client = createClient({ url: o.wsUrl, webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${o.token}` } });
  // One object for all openings: a client that is told to come back goes on behind the last entry it has.
  const variables = { orderId: o.orderId, after: o.after ?? null };
  client.subscribe<{ orderTimeline: Omit<Seen, 'seenAt'> }>(
    { query: subscription, variables },
    {
      next: ({ data, errors }) => {
        if (errors) failure = new Error(errors.map(({ message }) => message).join('; '));
        if (data) {
          entries.push({ ...data.orderTimeline, seenAt: Date.now() });
          variables.after = data.orderTimeline.cursor;
        }
        tell();
      },
      error: (error) => {
        failure = error;
        tell();
      },
      complete: tell,
    },
  );

  const until: Watch['until'] = (kind, count = 1, withinMs = defaultPatienceMs) =>
    new Promise((resolve, reject) => {
      const end = (act: () => void): void => {
        clearTimeout(timer);
        waiting.delete(check);
        act();
      };
      const check = (): void => {
        const found = entries.filter((entry) => entry.kind === kind)[count - 1];
        if (found) end(() => resolve(found));
        else if (failure !== undefined) end(() => reject(failure instanceof Error ? failure : new Error(JSON.stringify(failure))));
      };
      const timer = setTimeout(() => {
        end(() => reject(new Error(`No ${count}. "${kind}" within ${withinMs} ms; seen: ${entries.map((entry) => entry.kind).join(', ')}`)));
      }, withinMs);
      waiting.add(check);
      check();
    });
  return { entries, until, stop: () => void Promise.resolve(client.dispose()).catch(() => undefined) };
};
