import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random';
import type { System } from '../system/system';

/** Where a strike is made. Durations are drawn by `lasts`, and are shorter in a short run. */
export type Field = Readonly<{
  system: System;
  random: Random;
  /** Waits for about so many seconds. */
  lasts(seconds: number): Promise<void>;
}>;

/** A fault: one file, and a place in the list. */
export type Strike = Readonly<{
  /** The row of the table. */
  name: string;
  /** Strikes on the same target wait for each other. */
  target: string;
  /** Why it cannot be made here. */
  unable?(system: System): string | undefined;
  /** Makes it and heals it. Gives how often it did something: 0 when it found nothing to hurt. */
  make(field: Field): Promise<number>;
}>;

export type Harm = Readonly<{
  hurt: () => unknown;
  heal: () => unknown;
  /** How often it did something so far; a fault that needs nobody to come by has always done it. */
  hits?: () => number | Promise<number>;
  /** How much longer it goes on while nothing came by, half a minute unless told. */
  patienceMs?: number;
}>;

const patienceDefault = 30_000;
const lookMs = 500;

const counted = async (hits: () => number | Promise<number>, until: number): Promise<number> => {
  for (;;) {
    const count = await hits();
    if (count > 0 || Date.now() >= until) return count;
    await pause(lookMs);
  }
};

/** Hurts, waits, and then until something was hurt, if it is in time; heals in any case. Gives how often it did something. */
export const forAWhile = async ({ lasts }: Field, seconds: number, { hurt, heal, hits = () => 1, patienceMs = patienceDefault }: Harm): Promise<number> => {
  await hurt();
  try {
    await lasts(seconds);
    return await counted(hits, Date.now() + patienceMs);
  } finally {
    await heal();
  }
};

/** True when `work` came to its end within `ms`. */
export const inTime = async (ms: number, work: Promise<unknown>): Promise<boolean> => {
  const late = new AbortController();
  const done = work.then(() => true);
  done.catch(() => undefined);
  try {
    return await Promise.race([done, pause(ms, false, { signal: late.signal, ref: false })]);
  } finally {
    late.abort();
  }
};
