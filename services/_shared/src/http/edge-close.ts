import type { Server } from 'node:http';

const inFlightMaxMs = 20_000;

/** Node keeps a kept-alive socket open after its last answer, and `close` waits for it; so idle ones are closed as they become idle. */
const closeIdleSoon = (server: Server): NodeJS.Timeout => setInterval(() => server.closeIdleConnections(), 20);

/** Stops listening, runs the hooks, lets requests in flight finish for at most 20 s, then cuts what is left. */
export const closeServer = async (server: Server, hooks: readonly (() => Promise<void>)[]): Promise<void> => {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = closeIdleSoon(server);
  const cut = setTimeout(() => server.closeAllConnections(), inFlightMaxMs);
  try {
    await Promise.all(hooks.map((hook) => hook()));
    await closed;
  } finally {
    clearInterval(idle);
    clearTimeout(cut);
  }
};
