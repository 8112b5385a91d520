import WebSocket from 'ws';

export type Pushed = Readonly<{ id: string; data: Readonly<Record<string, unknown>>; at: number }>;
export type Watching = Readonly<{ id: string; query: string; variables: Readonly<Record<string, unknown>> }>;
export type Opening = Readonly<{ url: string; token: string; /** Each a subscription of its own on this socket. */ watching: readonly Watching[]; onPush: (pushed: Pushed) => void }>;
export type Subscriber = Readonly<{ lost(): boolean; stop(): void }>;

type Frame = { type: string; id?: string; payload?: { data?: Record<string, unknown> } };

const openWithinMs = 30_000;
const normalClosure = 1_000;

/**
 * graphql-transport-ws by hand: a client library's own memory times ten thousand would be more than what is measured.
 * Resolves when the socket was let in and has asked for everything.
 */
export const openSubscriber = ({ url, token, watching, onPush }: Opening): Promise<Subscriber> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
    let [lost, left] = [false, false];
    const send = (frame: object): void => socket.send(JSON.stringify(frame));
    const timer = setTimeout(() => reject(new Error(`A subscriber was not let in within ${openWithinMs} ms`)), openWithinMs);
    const stop = (): void => {
      left = true;
      socket.close(normalClosure);
    };
    const admitted = (): void => {
      clearTimeout(timer);
      for (const { id, query, variables } of watching) send({ id, type: 'subscribe', payload: { query, variables } });
      resolve({ lost: () => lost, stop });
    };
    const on: Readonly<Record<string, (frame: Frame) => void>> = {
      connection_ack: admitted,
      ping: () => send({ type: 'pong' }),
      next: ({ id = '', payload }) => (payload?.data ? onPush({ id, data: payload.data, at: Date.now() }) : void (lost = true)),
      error: () => void (lost = true),
      complete: () => void (lost = true),
    };
    socket.on('open', () => send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    socket.on('message', (text: Buffer) => {
      const frame = JSON.parse(text.toString()) as Frame;
      on[frame.type]?.(frame);
    });
    socket.on('error', (error) => (clearTimeout(timer), reject(error)));
    socket.on('close', () => void (lost ||= !left));
  });

/** Opens many, so many at a time: a listening socket's queue is bounded. */
export const openMany = async (openings: readonly Opening[], atOnce: number): Promise<Subscriber[]> => {
  const opened: Subscriber[] = [];
  const waiting = [...openings];
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) opened.push(await openSubscriber(next));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return opened;
};
