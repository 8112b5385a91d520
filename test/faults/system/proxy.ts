import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * `cut`: connections are reset and new ones refused. `stall`: nothing passes and nothing breaks. `slow`: everything is late.
 * `mute`: what is asked arrives, the answers do not; ends with a reset.
 */
export type LinkState = 'pass' | 'cut' | 'stall' | 'slow' | 'mute';

/** A line between two programs that a test can hurt. */
export type Link = Readonly<{
  port: number;
  set(state: LinkState): void;
  /** How often a state other than `pass` did something: a connection reset, refused or held, a piece late or lost. */
  hits(): number;
  stop(): Promise<void>;
}>;

const lateMs = 400;

type Pair = { readonly client: Socket; readonly server: Socket; muted: boolean };
type Line = { state: LinkState; hits: number; readonly pairs: Set<Pair>; readonly waiting: Set<Socket> };

const reset = (...sockets: readonly Socket[]): void => sockets.forEach((socket) => socket.resetAndDestroy());

/** Passes pieces on as the line's state wants it, never one before another. */
const carry = (line: Line, { from, to, pair, isAnswer }: { from: Socket; to: Socket; pair: Pair; isAnswer: boolean }): ((piece: Buffer) => void) => {
  const waiting: Buffer[] = [];
  const flow = (): void => {
    if (line.state !== 'stall') from.resume();
  };
  const pass = (): void => {
    const isRoom = waiting.splice(0).map((piece) => to.write(piece)).every(Boolean);
    if (isRoom) flow();
    else to.once('drain', flow);
  };
  return (piece) => {
    if (line.state !== 'pass') line.hits += 1;
    if (line.state === 'mute' && isAnswer) {
      pair.muted = true;
      return;
    }
    from.pause();
    // A healed line reads on while the last late piece still waits: what comes then goes behind it.
    const isBehind = waiting.push(piece) > 1;
    if (isBehind) return;
    if (line.state === 'slow') setTimeout(pass, lateMs);
    else pass();
  };
};

const join = (line: Line, client: Socket, target: number): void => {
  const server = createConnection({ port: target, host: '127.0.0.1', noDelay: true });
  const pair: Pair = { client, server, muted: false };
  line.pairs.add(pair);
  client.on('data', carry(line, { from: client, to: server, pair, isAnswer: false }));
  server.on('data', carry(line, { from: server, to: client, pair, isAnswer: true }));
  client.on('end', () => server.end());
  server.on('end', () => client.end());
  for (const [one, other] of [[client, server], [server, client]] as const) {
    one.on('close', () => {
      line.pairs.delete(pair);
      other.destroy();
    });
  }
  server.on('error', () => client.resetAndDestroy());
};

const meet = (line: Line, target: number) => (client: Socket): void => {
  client.on('error', () => client.destroy());
  if (line.state !== 'pass') line.hits += 1;
  if (line.state === 'cut') return reset(client);
  if (line.state !== 'stall') return join(line, client, target);
  line.waiting.add(client);
  client.once('close', () => line.waiting.delete(client));
};

const change = (line: Line, state: LinkState, target: number): void => {
  const muted = [...line.pairs].filter((pair) => pair.muted);
  line.state = state;
  if (state === 'cut') line.hits += line.pairs.size;
  for (const { client, server } of state === 'cut' ? [...line.pairs] : muted) reset(client, server);
  for (const { client, server } of line.pairs) for (const socket of [client, server]) state === 'stall' ? socket.pause() : socket.resume();
  if (state === 'stall') return;
  for (const client of [...line.waiting]) {
    line.waiting.delete(client);
    if (state === 'cut') reset(client);
    else join(line, client, target);
  }
};

/** Opens a port of this machine that leads to another one, until `stop`. */
export const openLink = async (target: number, port = 0): Promise<Link> => {
  const line: Line = { state: 'pass', hits: 0, pairs: new Set(), waiting: new Set() };
  const server = createServer({ noDelay: true, allowHalfOpen: true }, meet(line, target));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    set: (state) => change(line, state, target),
    hits: () => line.hits,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      change(line, 'cut', target);
      await closed;
    },
  };
};
