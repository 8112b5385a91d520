import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type SilentPeer = Readonly<{
  port: number;
  connections(): number;
  /** From now on nothing passes any more, and no line is cut. */
  hush(): void;
  stop(): Promise<void>;
}>;

/** Takes every connection, reads what comes and never says a word: the outage that only a time limit ends. In front of a port it is silent only after `hush`. */
export const silentPeer = async (inFrontOf?: number): Promise<SilentPeer> => {
  const sockets = new Set<Socket>();
  const pairs: [Socket, Socket][] = [];
  let taken = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket.on('error', () => undefined));
    return socket;
  };
  const server = createServer({ allowHalfOpen: true }, (near) => {
    taken += 1;
    keep(near).resume();
    if (inFrontOf === undefined) return;
    const far = keep(connect(inFrontOf, '127.0.0.1'));
    near.pipe(far).pipe(near);
    pairs.push([near, far]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => taken,
    hush: () => pairs.forEach(([near, far]) => (near.unpipe(far).resume(), far.unpipe(near).resume())),
    stop: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
