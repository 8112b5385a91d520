import type { Server } from 'node:http';

const inFlightMaxMs = 20_000;

/** Node keeps a kept-alive socket open after its last answer, and `close` waits for it; so idle ones are closed as they become idle. */
const closeIdleSoon = (server: Server): NodeJS.Timeout => setInterval(() => server.closeIdleConnections(), 20);

export type StopHooks = Readonly<{ first: (() => Promise<void>)[]; last: (() => Promise<void>)[] }>;

/** Stops listening, runs the first hooks, lets requests in flight finish for at most 20 s, then cuts what is left and runs the last hooks. */
export const closeServer = async (server: Server, hooks: StopHooks): Promise<void> => {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = closeIdleSoon(server);
  const cut = setTimeout(() => server.closeAllConnections(), inFlightMaxMs);
  try {
    await Promise.all(hooks.first.map((hook) => hook()));
    await closed;
  } finally {
    clearInterval(idle);
    clearTimeout(cut);
  }
  await Promise.all(hooks.last.map((hook) => hook()));
};
