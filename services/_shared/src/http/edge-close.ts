import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const drainMaxMs = 500;
const inFlightMaxMs = 20_000;

const openConnections = (server: Server): Promise<number> => new Promise((resolve) => server.getConnections((error, count) => resolve(error ? 0 : count)));

/**
 * A request may be on its way on a connection that looks idle, and whoever sends new ones may not have heard yet that we are not ready:
 * closed at once, they would be cut without an answer. For a moment all are served, each on a connection that ends with the answer.
 */
const drain = async (server: Server): Promise<void> => {
  const until = Date.now() + drainMaxMs;
  while (Date.now() < until && (await openConnections(server)) > 0) await pause(20);
};

/** Node keeps a kept-alive socket open after its last answer, and `close` waits for it; so idle ones are closed as they become idle. */
const closeIdleSoon = (server: Server): NodeJS.Timeout => setInterval(() => server.closeIdleConnections(), 20);

export type StopHooks = Readonly<{ first: (() => Promise<void>)[]; last: (() => Promise<void>)[] }>;

/** Drains, stops listening, runs the first hooks, lets requests in flight finish for at most 20 s, then cuts what is left and runs the last hooks. */
export const closeServer = async (server: Server, hooks: StopHooks): Promise<void> => {
  await drain(server);
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
