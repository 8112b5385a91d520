import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire between the gateway and a subgraph that a test can cut and mend; a cut is as sudden as a killed process. */
export type Cable = Readonly<{ url: string; cut(): void; mend(): void; connections(): number; stop(): Promise<void> }>;

export const createCable = async (target: string): Promise<Cable> => {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(Number(port), hostname);
    for (const [from, to] of [[near, far], [far, near]] as const) {
      open.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cutAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      whole = false;
      cutAll();
    },
    mend: () => {
      whole = true;
    },
    connections: () => open.size / 2,
    stop: () => {
      cutAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
