import { createServer, type AddressInfo, type Socket } from 'node:net';

export type SilentPeer = Readonly<{ port: number; connections(): number; stop(): Promise<void> }>;

/** Takes every connection, reads what comes and never says a word: the outage that only a time limit ends. */
export const silentPeer = async (): Promise<SilentPeer> => {
  const sockets = new Set<Socket>();
  let taken = 0;
  const server = createServer((socket) => {
    taken += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined).resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => taken,
    stop: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
