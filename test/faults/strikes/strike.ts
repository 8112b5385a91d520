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

/** Hurts, waits, heals in any case. */
export const forAWhile = async ({ lasts }: Field, seconds: number, o: { hurt: () => unknown; heal: () => unknown }): Promise<void> => {
  await o.hurt();
  try {
    await lasts(seconds);
  } finally {
    await o.heal();
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
