import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from './postgres';

export type TestDatabase = { readonly ownerUrl: string; stop(): Promise<void> };

const sql = async (url: string, text: string): Promise<void> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
};

// Jest gives every test file its own modules and its own `process.env`, so a file of this process's number is what they share.
const noteFile = join(tmpdir(), `paygraph-test-postgres-${process.pid}`);

const noted = async (): Promise<string | undefined> => {
  try {
    const url = readFileSync(noteFile, 'utf8');
    await sql(url, 'SELECT 1');
    return url;
  } catch {
    return undefined;
  }
};

const startOwn = async (): Promise<string> => {
  const { ownerUrl } = await startEmbeddedPostgres({ alongWith: [noteFile] });
  writeFileSync(noteFile, ownerUrl, { mode: 0o600 });
  return ownerUrl;
};

let found: Promise<string> | undefined;

/** `PAYGRAPH_TEST_PG` when the runner started a cluster for the whole run; else one that this process starts once and takes along when it ends. */
const cluster = (): Promise<string> => {
  found ??= (async () => process.env['PAYGRAPH_TEST_PG'] ?? (await noted()) ?? (await startOwn()))();
  return found;
};

/** A fresh, empty database of a real Postgres for one test file. */
export const testDatabase = async (): Promise<TestDatabase> => {
  const clusterUrl = await cluster();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await sql(clusterUrl, `CREATE DATABASE ${name}`);
  const url = new URL(clusterUrl);
  url.pathname = name;
  return { ownerUrl: url.toString(), stop: () => sql(clusterUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
};
