import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How many files a process may open that is started from here. */
export const openFilesLimit = (): number => {
  try {
    return Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Number.NaN) || Infinity;
  } catch {
    return Infinity;
  }
};

/** Lets this process and those it starts from now on open `wanted` files, where that is allowed. */
export const raiseOpenFiles = (wanted: number): void => {
  if (openFilesLimit() >= wanted) return;
  try {
    execFileSync('prlimit', ['--pid', String(process.pid), `--nofile=${wanted}:${wanted}`], { stdio: 'ignore' });
  } catch {
    // Only root of the whole machine may, and Linux only: what needs many files asks how many there are.
  }
};
