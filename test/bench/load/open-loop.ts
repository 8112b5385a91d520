import { setTimeout as pause } from 'node:timers/promises';

/** Something arrives, whether or not what came before is done. `from` is when it was due, on the clock of `performance.now()`. */
export type Arrive = (from: number) => Promise<void>;
export type Offer = Readonly<{
  perSecond: number;
  seconds: number;
  arrive: Arrive;
  /** Arrivals beyond this are turned away, as a client with a bounded pool would be. */
  atOnce?: number;
}>;
export type Offered = Readonly<{ arrived: number; turnedAway: number; failures: readonly string[]; /** Resolves when all that arrived has ended. */ settled: Promise<void> }>;

/** One arrival at a random moment of each equal slot, in ms from the beginning: uneven as buyers are, while every second gets its share. */
const moments = (count: number, seconds: number): number[] => Array.from({ length: count }, (_, slot) => ((slot + Math.random()) / count) * seconds * 1_000);

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Offers arrivals at a rate for a time (open model). Resolves at the end of that time, not when the work is done. */
export const offer = async ({ perSecond, seconds, arrive, atOnce = Infinity }: Offer): Promise<Offered> => {
  const begin = performance.now();
  const failures: string[] = [];
  const open = new Set<Promise<void>>();
  let turnedAway = 0;
  const due = moments(Math.max(1, Math.round(perSecond * seconds)), seconds).map((at) => begin + at);
  for (const from of due) {
    const wait = from - performance.now();
    if (wait > 0) await pause(wait);
    if (open.size >= atOnce) {
      turnedAway += 1;
      continue;
    }
    const one: Promise<void> = arrive(from).catch((error: unknown) => void failures.push(textOf(error))).finally(() => open.delete(one));
    open.add(one);
  }
  await pause(Math.max(0, begin + seconds * 1_000 - performance.now()));
  return { arrived: due.length, turnedAway, failures, settled: Promise.all(open).then(() => undefined) };
};
