import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own that a test can fill to the last byte. */
export type Disk = Readonly<{ path: string; fill(): void; free(): void; stop(): Promise<void> }>;

const isFull = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOSPC';

/** Big pieces first, then small ones, until not even those have room. */
const writeUntilFull = (file: string): void => {
  const handle = openSync(file, 'a');
  for (const size of [1_048_576, 4_096]) {
    try {
      for (;;) writeSync(handle, Buffer.alloc(size));
    } catch (error) {
      if (!isFull(error)) throw error;
    }
  }
  closeSync(handle);
};

/** Mounts it. Needs root; in a namespace of mounts of our own (own-namespace.ts) it goes when we go, whatever ends us. */
export const smallDisk = (name: string, megabytes: number): Disk => {
  const path = mkdtempSync(join(tmpdir(), `paygraph-faults-${name}-`));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${Math.ceil(megabytes)}m,mode=755`, 'paygraph-faults', path]);
  const ballast = join(path, 'ballast');
  return {
    path,
    fill: () => writeUntilFull(ballast),
    free: () => rmSync(ballast, { force: true }),
    stop: async () => {
      execFileSync('umount', ['-l', path]);
      rmdirSync(path);
    },
  };
};
