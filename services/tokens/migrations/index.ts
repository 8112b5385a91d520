import { kernelMigrations } from '@paygraph/shared/db/kernel-migration';
import type { MigrationList } from '@paygraph/shared/db/migrate';
import { SavedMethods1764000200000 } from './1764000200000-saved-methods';

/** In the order they run, oldest first. */
export const migrations: MigrationList = [...kernelMigrations, SavedMethods1764000200000];
