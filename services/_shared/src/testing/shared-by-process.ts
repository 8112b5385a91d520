import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Shared = Readonly<{
  name: string;
  /** Throws when nothing answers at this address any more. */
  probe: (address: string) => Promise<unknown>;
  /** Starts the thing, lets it delete `noteFile` when it ends, and gives its address. */
  start: (noteFile: string) => Promise<string>;
}>;

const noted = async (noteFile: string, probe: Shared['probe']): Promise<string | undefined> => {
  try {
    const address = readFileSync(noteFile, 'utf8');
    await probe(address);
    return address;
  } catch {
    return undefined;
  }
};

/**
 * The address of something costly that all test files of one Jest process share. Jest gives every test file its own modules and
 * its own `process.env`, so a file named by the number of the process is all they have in common.
 */
export const sharedByProcess = async ({ name, probe, start }: Shared): Promise<string> => {
  const noteFile = join(tmpdir(), `paygraph-test-${name}-${process.pid}`);
  const existing = await noted(noteFile, probe);
  if (existing) return existing;
  const address = await start(noteFile);
  writeFileSync(noteFile, address, { mode: 0o600 });
  return address;
};
