import 'reflect-metadata';
import { DataSource, type MigrationInterface } from 'typeorm';

export type MigrationList = readonly (new () => MigrationInterface)[];
export type MigrateOptions = Readonly<{ ownerUrl: string; service: string; rolePassword: string; migrations: MigrationList; /** 10 s unless told. */ connectTimeoutMs?: number }>;

const connectTimeoutDefault = 10_000;

/** The login role of a service: it owns nothing and cannot bypass row-level security. */
export const roleOf = (service: string): string => `${service}_app`;

/** The connection string of the service's own role, made from the owner's. */
export const roleUrl = (ownerUrl: string, service: string, rolePassword: string): string => {
  const url = new URL(ownerUrl);
  url.username = roleOf(service);
  url.password = rolePassword;
  return url.toString();
};

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

// Roles belong to the whole cluster: two databases that migrate at once would otherwise update the same catalogue row.
const createRole = (service: string, password: string): string => `
  SELECT pg_advisory_xact_lock(hashtext('paygraph-roles'));
  DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${literal(roleOf(service))}) THEN
      CREATE ROLE ${roleOf(service)} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${literal(password)};
      ALTER ROLE ${roleOf(service)} SET statement_timeout = '5s';
      ALTER ROLE ${roleOf(service)} SET lock_timeout = '2s';
      ALTER ROLE ${roleOf(service)} SET idle_in_transaction_session_timeout = '15s';
    ELSE
      ALTER ROLE ${roleOf(service)} PASSWORD ${literal(password)};
    END IF;
  -- Another database of the cluster does the same at this moment ("tuple concurrently updated" is an internal error): its result is ours.
  EXCEPTION WHEN duplicate_object OR unique_violation OR internal_error THEN NULL;
  END $$;
`;

const grants = (service: string): string => `
  GRANT USAGE ON SCHEMA ${service} TO ${roleOf(service)};
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${service} TO ${roleOf(service)};
  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${service} TO ${roleOf(service)};
  REVOKE ALL ON ${service}.migration FROM ${roleOf(service)};
`;

/**
 * Creates the service's schema and role where they are missing and runs what is new of its forward-only migrations.
 * Runs as the owner; two runs at once wait for each other. Safe to repeat.
 */
export const migrateService = async ({ ownerUrl, service, rolePassword, migrations, connectTimeoutMs = connectTimeoutDefault }: MigrateOptions): Promise<void> => {
  const dataSource = await new DataSource({
    type: 'postgres',
    url: ownerUrl,
    schema: service,
    poolSize: 2,
    connectTimeoutMS: connectTimeoutMs,
    migrations: [...migrations],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    extra: { options: `-c search_path=${service} -c lock_timeout=30s` },
  }).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query(`SELECT pg_advisory_lock(hashtext('paygraph-migrate'), hashtext($1))`, [service]);
    await lock.query(`CREATE SCHEMA IF NOT EXISTS ${service}`);
    await lock.startTransaction();
    await lock.query(createRole(service, rolePassword));
    await lock.commitTransaction();
    await dataSource.runMigrations();
    await lock.query(grants(service));
  } finally {
    await lock.query(`SELECT pg_advisory_unlock_all()`).catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
};
