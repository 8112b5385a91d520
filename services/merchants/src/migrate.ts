import { migrateFromEnv } from '@paygraph/shared/db/migrate-env';
import { migrations } from '../migrations/index';

void migrateFromEnv('merchants', migrations);
