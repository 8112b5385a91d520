import type { Log } from './log';

export type BreakerOptions = Readonly<{
  /** Failures in a row after which the other side is left alone. */
  failuresMax: number;
  /** For how long, until one call goes through to see whether it is back. */
  restMs: number;
  /** Milliseconds of a clock of this process. */
  now: () => number;
  log: Log;
  /** What the keys are, for the log: "contract", "register". */
  of: string;
}>;

/** Circuit breakers by key. Per process, and a courtesy only: nothing depends on them for safety. */
export type Breaker = Readonly<{
  /** Zero when a call may go out now; else milliseconds after which to come again. */
  waitMs(key: string): number;
  /** Whether it is left alone at this moment; asking changes nothing. When the rest is over, whoever comes next sees whether it is back. */
  rests(key: string): boolean;
  heard(key: string): void;
  failed(key: string): void;
  /** A call that was let through was not made after all: another one may go out to see. */
  unused(key: string): void;
}>;

type Circuit = { failures: number; restsUntil: number; probedUntil: number };

/** While a call is out to see, its answer is only moments away: who waits for it must not rest once more. */
const probePauseMs = 1_000;

/**
 * Leaves an outside system alone that does not answer, so that its outage takes no workers from the others. A probe that never tells how
 * it went closes nothing for ever: the next one goes out after another rest.
 */
export const createBreaker = ({ failuresMax, restMs, now, log, of }: BreakerOptions): Breaker => {
  const circuits = new Map<string, Circuit>();
  const isOpen = ({ failures }: Circuit): boolean => failures >= failuresMax;
  const rest = (circuit: Circuit): void => {
    circuit.restsUntil = now() + restMs;
    circuit.probedUntil = 0;
  };
  return {
    waitMs: (key) => {
      const circuit = circuits.get(key);
      if (circuit === undefined || !isOpen(circuit)) return 0;
      const [left, probeLeft] = [circuit.restsUntil - now(), circuit.probedUntil - now()];
      if (left > 0) return left;
      if (probeLeft > 0) return Math.min(probeLeft, probePauseMs);
      circuit.probedUntil = now() + restMs;
      return 0;
    },
    rests: (key) => {
      const circuit = circuits.get(key);
      return circuit !== undefined && isOpen(circuit) && circuit.restsUntil > now();
    },
    heard: (key) => {
      const circuit = circuits.get(key);
      circuits.delete(key);
      if (circuit && isOpen(circuit)) log.info({ [of]: key }, `a ${of} answers again; its calls go on`);
    },
    unused: (key) => {
      const circuit = circuits.get(key);
      if (circuit) circuit.probedUntil = 0;
    },
    failed: (key) => {
      const circuit = circuits.get(key) ?? { failures: 0, restsUntil: 0, probedUntil: 0 };
      circuits.set(key, circuit);
      circuit.failures += 1;
      if (!isOpen(circuit)) return;
      rest(circuit);
      if (circuit.failures === failuresMax) log.warn({ [of]: key, failures: circuit.failures, restMs }, `a ${of} does not answer and is left alone for a while; its work waits`);
    },
  };
};
