import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

/** The shop's view: everything that happens to all of its orders, over one graphql-ws socket. */
export type Feed = Readonly<{
  /** Resolves with the moment (epoch ms) at which the `count`-th entry of a kind of this order was pushed. */
  until(orderId: string, kind: string, count?: number): Promise<number>;
  forget(orderId: string): void;
  stop(): Promise<void>;
}>;

const document = /* GraphQL */ `subscription Feed { merchantFeed { orderId kind } }`;
const patienceMs = 60_000;

type Order = { seen: Map<string, number[]>; checks: Set<() => void> };
type Orders = Map<string, Order>;

const orderOf = (orders: Orders, id: string): Order => {
  const order: Order = orders.get(id) ?? { seen: new Map(), checks: new Set() };
  orders.set(id, order);
  return order;
};

const untilOn =
  (orders: Orders): Feed['until'] =>
  (orderId, kind, count = 1) =>
    new Promise((resolve, reject) => {
      const order = orderOf(orders, orderId);
      const timer = setTimeout(() => {
        order.checks.delete(check);
        reject(new Error(`No ${count}. "${kind}" within ${patienceMs} ms; seen: ${[...order.seen.keys()].join(', ')}`));
      }, patienceMs);
      const check = (): void => {
        const at = order.seen.get(kind)?.[count - 1];
        if (at === undefined) return;
        clearTimeout(timer);
        order.checks.delete(check);
        resolve(at);
      };
      order.checks.add(check);
      check();
    });

export const openFeed = (wsUrl: string, token: string): Feed => {
  const orders: Orders = new Map();
  const client = createClient({ url: wsUrl, webSocketImpl: WebSocket, lazy: false, retryAttempts: 3, connectionParams: { authorization: `Bearer ${token}` } });
  const note = (id: string, kind: string): void => {
    const { seen, checks } = orderOf(orders, id);
    seen.set(kind, [...(seen.get(kind) ?? []), Date.now()]);
    for (const check of [...checks]) check();
  };
  client.subscribe<{ merchantFeed: { orderId: string; kind: string } }>(
    { query: document },
    {
      next: ({ data }) => data && note(data.merchantFeed.orderId, data.merchantFeed.kind),
      // What waits then ends by its own patience and is counted as failed.
      error: () => undefined,
      complete: () => undefined,
    },
  );
  return { until: untilOn(orders), forget: (id) => void orders.delete(id), stop: async () => client.dispose() };
};
