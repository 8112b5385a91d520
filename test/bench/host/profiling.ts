import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { EmbeddedPostgres } from '@paygraph/shared/testing/postgres';

/** Settings of a Node process that make it write its CPU profile when it ends. */
export const cpuProfileEnv = (folder: string | undefined, name: string): Record<string, string> =>
  folder === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder} --cpu-prof-name=${name}.cpuprofile` };

const asOwner = async <T extends object>(url: string, text: string): Promise<T[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
};

/** Makes Postgres count its statements; needs a restart, so before anybody else connects. */
export const countStatements = async (postgres: EmbeddedPostgres): Promise<void> => {
  await asOwner(postgres.ownerUrl, `ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'`);
  await asOwner(postgres.ownerUrl, `ALTER SYSTEM SET pg_stat_statements.track_planning = on`);
  await postgres.restart('fast');
  await asOwner(postgres.ownerUrl, 'CREATE EXTENSION pg_stat_statements');
};

const counted = `
  SELECT r.rolname AS role, s.calls::int, round((s.total_exec_time + s.total_plan_time)::numeric, 1)::float AS ms, round(s.total_plan_time::numeric, 1)::float AS plan_ms,
    s.rows::int, (s.shared_blks_hit + s.shared_blks_read)::int AS blocks, s.wal_bytes::float AS wal_bytes, s.query
  FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid ORDER BY s.total_exec_time + s.total_plan_time DESC`;

/** Writes what Postgres counted since its start, the costliest statements first. */
export const writeStatements = async (ownerUrl: string, folder: string): Promise<void> => {
  writeFileSync(join(folder, 'statements.json'), JSON.stringify(await asOwner(ownerUrl, counted), null, 1));
};
