import type { Log } from './log';

export type Stoppable = { stop(): Promise<void> };

/** Kubernetes kills 40 s after it asks; 5 s of that is the pre-stop pause, the rest must suffice for work in flight. */
const stopMaxMs = 25_000;

type Exit = (code: number) => void;
export type RunOptions = Readonly<{ log: Log; start: () => Promise<Stoppable>; stopTimeoutMs?: number; exit?: Exit }>;

const stopInTime = async (running: Stoppable, timeoutMs: number): Promise<'stopped' | 'late'> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), timeoutMs)));
  try {
    return await Promise.race([running.stop().then(() => 'stopped' as const), late]);
  } finally {
    clearTimeout(timer);
  }
};

const orderlyStop = async (o: RunOptions, started: Promise<Stoppable>, signal: string): Promise<number> => {
  o.log.info({ signal }, 'stopping');
  try {
    const outcome = await stopInTime(await started, o.stopTimeoutMs ?? stopMaxMs);
    if (outcome === 'stopped') return 0;
    o.log.error({ signal }, 'work in flight did not end in time');
  } catch (error) {
    o.log.error({ err: error }, 'the stop failed');
  }
  return 1;
};

/**
 * Runs a process from start to its orderly end. SIGTERM or SIGINT: stop, at most 25 s, exit 0 only if everything stopped; a second
 * signal ends at once with 1. A failed start, an unhandled rejection or an uncaught exception ends with 1 and without an orderly
 * stop: the state is unknown by then, and everything durable survives a crash by design.
 */
export const runService = async (o: RunOptions): Promise<void> => {
  const exit: Exit = o.exit ?? ((code) => process.exit(code));
  const crash = (what: string) => (error: unknown) => {
    o.log.fatal({ err: error }, what);
    exit(1);
  };
  process.on('unhandledRejection', crash('unhandled rejection'));
  process.on('uncaughtException', crash('uncaught exception'));
  const started = o.start();
  let stopping = false;
  const onSignal = (signal: string): void => {
    if (stopping) return exit(1);
    stopping = true;
    void orderlyStop(o, started, signal).then(exit);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  await started.catch(crash('the start failed'));
};
