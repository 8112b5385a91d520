import type { ServiceName } from '@paygraph/gateway/stack/schemas';
import { inTime, type Strike } from './strike';

const diesWithinMs = 30_000;

/** Starts the process again so that the power goes at a named line of its work. */
export const crashAt = (name: string, service: ServiceName, points: readonly string[]): Strike => ({
  name,
  target: service,
  make: async ({ system, random }) => {
    const process = system.services[service];
    await process.crashAt(random.pick(points));
    const isStruck = await inTime(diesWithinMs, process.crashed());
    // No work came by the line: the next life must not wait there.
    if (!isStruck) await process.kill();
    return isStruck ? 1 : 0;
  },
});
