import { z } from 'zod';
import { readEnv } from '../env';
import { migrateService, type MigrationList } from './migrate';

/** The whole of a service's `migrate.ts`: OWNER_DATABASE_URL and ROLE_PASSWORD come from the migration job's own Secret. */
export const migrateFromEnv = async (service: string, migrations: MigrationList): Promise<void> => {
  const env = readEnv({ OWNER_DATABASE_URL: z.string().startsWith('postgres'), ROLE_PASSWORD: z.string().min(16) }, process.env);
  await migrateService({ ownerUrl: env.OWNER_DATABASE_URL, service, rolePassword: env.ROLE_PASSWORD, migrations });
};
