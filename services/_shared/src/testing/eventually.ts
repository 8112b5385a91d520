import { setTimeout as pause } from 'node:timers/promises';

/** Repeats `check` until it no longer throws; after `withinMs` (10 s unless told) throws its last error. */
export const eventually = async <T>(check: () => T | Promise<T>, withinMs = 10_000): Promise<T> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(20);
    }
  }
};
