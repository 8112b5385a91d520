import type { JWK } from 'jose';
import type { Clock } from './clock';
import type { CrashPoint } from './crash-points';
import type { IdentityKeys } from './identity';
import type { Log } from './log';
import type { Bus } from './messaging/bus';
import type { Stoppable } from './runtime';
import type { SealingKeys } from './seal';

export { readServiceEnv } from './service-env';

/** What every service is given by whoever starts it: a process of its own, the one-process stack, or a test. */
export type ServiceDeps = Readonly<{
  /** The service's own role (NOBYPASSRLS), never the owner's. */
  databaseUrl: string;
  poolSize: number;
  bus: Bus;
  identityKeys: IdentityKeys;
  /** The service's own private keys: what others sealed for it opens with these. */
  sealingKeys: SealingKeys;
  /** Public keys of the services it seals for, by service name. */
  peerSealingKeys: Readonly<Record<string, JWK>>;
  log: Log;
  crash: CrashPoint;
  clock: Clock;
  /** 0 takes any free port. */
  port: number;
  /** Where the outside world reaches this service, when it has webhooks. */
  publicUrl?: string;
}>;

export type RunningService = Readonly<{ url: string; port: number; stop(): Promise<void> }>;

/** Hands a started part to the stack and returns it unchanged. */
export type Keep = <P extends Stoppable>(part: P) => P;

const stopAll = async (parts: readonly Stoppable[]): Promise<void> => {
  const failures: unknown[] = [];
  // One part that cannot stop must not keep the others running.
  for (const part of [...parts].reverse()) await part.stop().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${parts.length} parts did not stop`);
};

/**
 * Starts the parts of a service one after another; `stop()` ends them in the reverse order, the HTTP edge first when it was kept last.
 * When a start fails, what already runs is stopped before the error is passed on.
 */
export const startInOrder = async <T extends object>(start: (keep: Keep) => Promise<T>): Promise<T & Stoppable> => {
  const parts: Stoppable[] = [];
  const keep: Keep = (part) => {
    parts.push(part);
    return part;
  };
  try {
    return { ...(await start(keep)), stop: () => stopAll(parts.splice(0)) };
  } catch (error) {
    await stopAll(parts).catch(() => undefined);
    throw error;
  }
};
