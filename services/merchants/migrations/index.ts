import { KernelTables1764000000000 } from '@paygraph/shared/db/kernel-migration';
import type { MigrationList } from '@paygraph/shared/db/migrate';
import { Configuration1764000100000 } from './1764000100000-configuration';

/** In the order they run, oldest first. */
export const migrations: MigrationList = [KernelTables1764000000000, Configuration1764000100000];
