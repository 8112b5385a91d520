import { z } from 'zod';
import { readEnv } from '@paygraph/shared/env';
import { migrateAll } from './stack/schemas';

/** `npm run migrate`: every schema of one database, as its owner. In a cluster each service has a job of its own instead. */
const main = async (): Promise<void> => {
  const env = readEnv({ OWNER_DATABASE_URL: z.string().startsWith('postgres'), ROLE_PASSWORD: z.string().min(16) }, process.env);
  await migrateAll(env.OWNER_DATABASE_URL, () => env.ROLE_PASSWORD);
};

void main();
