import { Client } from 'pg';
import { openDatabase, type Database } from '../db/database';
import { migrateService, roleOf, roleUrl, type MigrationList } from '../db/migrate';
import { createLog } from '../log';
import { testDatabase } from './test-database';

/** One password for every role in tests: roles belong to the cluster, which all test files share. */
export const testRolePassword = 'test-role-password';

export type ServiceDatabase = {
  readonly ownerUrl: string;
  readonly url: string;
  open(poolSize?: number): Promise<Database>;
  /** What a restart of the database does to the service's open connections. */
  cutConnections(): Promise<void>;
  stop(): Promise<void>;
};

/** A fresh database with one service's schema in it; `open` connects as the service's own role. */
export const serviceDatabase = async (service: string, migrations: MigrationList): Promise<ServiceDatabase> => {
  const { ownerUrl, stop } = await testDatabase();
  await migrateService({ ownerUrl, service, rolePassword: testRolePassword, migrations });
  const url = roleUrl(ownerUrl, service, testRolePassword);
  const opened: Database[] = [];
  return {
    ownerUrl,
    url,
    open: async (poolSize = 4) => {
      const db = await openDatabase({ service, url, poolSize, log: createLog({ service, level: 'fatal' }) });
      opened.push(db);
      return db;
    },
    cutConnections: async () => {
      const client = new Client({ connectionString: ownerUrl });
      await client.connect();
      await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = $1`, [roleOf(service)]);
      await client.end();
    },
    stop: async () => {
      await Promise.all(opened.map((db) => db.stop().catch(() => undefined)));
      await stop();
    },
  };
};
