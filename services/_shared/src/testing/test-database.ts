import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { startEmbeddedPostgres } from './postgres';
import { sharedByProcess } from './shared-by-process';

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

const startedHere = (): Promise<string> =>
  sharedByProcess({
    name: 'postgres',
    probe: (url) => sql(url, 'SELECT 1'),
    start: async (noteFile) => (await startEmbeddedPostgres({ alongWith: [noteFile] })).ownerUrl,
  });

let found: Promise<string> | undefined;

/** `PAYGRAPH_TEST_PG` when the runner started a cluster for the whole run; else one that this process starts once and takes along when it ends. */
const cluster = (): Promise<string> => {
  found ??= Promise.resolve(process.env['PAYGRAPH_TEST_PG'] ?? startedHere());
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
