import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { readSse } from './sse-reader';

export type Transport = 'WebSocket' | 'SSE';
export type ReadEntry = Readonly<{ cursor: string; seq: number; orderId: string; kind: string }> & Readonly<Record<string, unknown>>;
type Message = Readonly<{ data?: Readonly<Record<string, ReadEntry>> | null; errors?: readonly object[] }>;
type Sink = Readonly<{ next: (message: Message) => void; ended: (why: unknown) => void }>;
type Ask = Readonly<{ query: string; variables: Record<string, unknown> }>;
type Address = Readonly<{ ws: string; sse: string; token: string }>;
/** Opens one subscription; what it gives back cuts the line without a goodbye. */
type Open = (ask: Ask, sink: Sink) => () => void;

const overWebSocket = ({ ws, token }: Address): Open => (ask, sink) => {
  const sockets: WebSocket[] = [];
  class NotedSocket extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      super(address, protocols);
      sockets.push(this);
    }
  }
  const client = createClient({ url: ws, webSocketImpl: NotedSocket, retryAttempts: 0, connectionParams: { authorization: `Bearer ${token}` } });
  client.subscribe(ask, { next: (message) => sink.next(message as Message), error: sink.ended, complete: () => sink.ended('complete') });
  return () => {
    sockets.forEach((socket) => socket.terminate());
    // A line that is cut while it is being made is not an error of ours.
    void Promise.resolve(client.dispose()).catch(() => undefined);
  };
};

const overSse = ({ sse, token }: Address): Open => (ask, sink) =>
  readSse({ url: sse, token, body: ask }, {
    event: ({ event, data }) => (event === 'next' ? sink.next(JSON.parse(data) as Message) : sink.ended(event)),
    ended: sink.ended,
  });

const openers: Readonly<Record<Transport, (address: Address) => Open>> = { WebSocket: overWebSocket, SSE: overSse };

export type Stumbling = Readonly<{
  entries: readonly ReadEntry[];
  /** Messages with errors, and ends that the reader did not ask for. */
  complaints: readonly unknown[];
  cuts(): number;
  stop(): void;
}>;

/**
 * A subscriber with the worst of lines: it is cut off after a few entries or a fraction of a second, in the middle of whatever comes, and
 * comes back with the cursor of the last entry it has. Nothing that arrives after a cut counts.
 */
export const readStumbling = (transport: Transport, address: Address, ask: Ask): Stumbling => {
  const open = openers[transport](address);
  const entries: ReadEntry[] = [];
  const complaints: unknown[] = [];
  let cuts = 0;
  let stopped = false;
  let leave = (): void => undefined;

  const connect = (): void => {
    if (stopped) return;
    let left = 1 + Math.floor(Math.random() * 4);
    let gone = false;
    let cut = (): void => undefined;
    const stumble = (): void => {
      if (gone) return;
      gone = true;
      clearTimeout(timer);
      cuts += 1;
      cut();
      setTimeout(connect, Math.random() * 50);
    };
    const timer = setTimeout(stumble, 50 + Math.random() * 400);
    cut = open({ ...ask, variables: { ...ask.variables, after: entries.at(-1)?.cursor ?? null } }, {
      next: ({ data, errors }) => {
        if (gone) return;
        if (errors) complaints.push(errors);
        entries.push(...Object.values(data ?? {}));
        left -= 1;
        if (left === 0) stumble();
      },
      ended: (why) => {
        if (gone) return;
        complaints.push(why);
        stumble();
      },
    });
    leave = () => {
      gone = true;
      clearTimeout(timer);
      cut();
    };
  };
  connect();
  return {
    entries,
    complaints,
    cuts: () => cuts,
    stop: () => {
      stopped = true;
      leave();
    },
  };
};
