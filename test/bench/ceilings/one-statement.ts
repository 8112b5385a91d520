import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

const run = promisify(execFile);
const connections = 8;

export type Ceiling = Readonly<{ ownerUrl: string; sql: string; seconds: number }>;

/** `pgbench` is no part of the embedded Postgres: it is used where the machine has one. */
export const hasPgbench = (): Promise<boolean> => run('pgbench', ['--version']).then(() => true, () => false);

/** Statements per second by Postgres' own load generator. */
export const byPgbench = async ({ ownerUrl, sql, seconds }: Ceiling): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'paygraph-pgbench-'));
  const { hostname, port, username, password, pathname } = new URL(ownerUrl);
  try {
    const file = join(folder, 'statement.sql');
    writeFileSync(file, `${sql.replaceAll('\n', ' ')};\n`);
    const args = ['-n', '-f', file, '-M', 'prepared', '-c', String(connections), '-j', '1', '-T', String(Math.max(1, Math.round(seconds))), '-h', hostname, '-p', port, '-U', username, pathname.slice(1)];
    const { stdout } = await run('pgbench', args, { env: { ...process.env, PGPASSWORD: password } });
    return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const repeat = async (client: Client, text: string, until: number): Promise<number> => {
  let done = 0;
  for (; performance.now() < until; done += 1) await client.query({ name: 'ceiling', text });
  return done;
};

/** The same by `pg` in this process: what any Node program could reach at best. */
export const byPg = async ({ ownerUrl, sql, seconds }: Ceiling): Promise<number> => {
  const clients = await Promise.all(Array.from({ length: connections }, async () => {
    const client = new Client({ connectionString: ownerUrl });
    await client.connect();
    return client;
  }));
  try {
    const from = performance.now();
    const done = await Promise.all(clients.map((client) => repeat(client, sql, from + seconds * 1_000)));
    return done.reduce((sum, count) => sum + count, 0) / ((performance.now() - from) / 1_000);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
};
