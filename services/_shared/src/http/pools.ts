import { Pool } from 'undici';

const connectTimeoutMs = 1_000;
const connectionsMax = 64;

const pools = new Map<string, Pool>();

/** One pool per origin for the whole process: keep-alive, no pipelining (a second request must never share an unknown fate). */
export const poolOf = (origin: string): Pool => {
  const known = pools.get(origin);
  if (known) return known;
  const pool = new Pool(origin, {
    connections: connectionsMax,
    pipelining: 1,
    connect: { timeout: connectTimeoutMs },
    keepAliveTimeout: 4_000,
    // Each call has its own timer, from its first moment to its last byte.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  pools.set(origin, pool);
  return pool;
};

/** Waits for calls in flight, then closes every connection. For orderly stops and tests. */
export const closePools = async (): Promise<void> => {
  const open = [...pools.values()];
  pools.clear();
  await Promise.all(open.map((pool) => pool.close()));
};
