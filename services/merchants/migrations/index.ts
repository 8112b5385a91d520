import { IdempotencyRetention1764300000000 } from '@paygraph/shared/db/idempotency-migration';
import { kernelMigrations } from '@paygraph/shared/db/kernel-migration';
import type { MigrationList } from '@paygraph/shared/db/migrate';
import { Configuration1764000100000 } from './1764000100000-configuration';
import { ContractMethods1764400000000 } from './1764400000000-contract-methods';

/** In the order they run, oldest first. */
export const migrations: MigrationList = [...kernelMigrations, Configuration1764000100000, IdempotencyRetention1764300000000, ContractMethods1764400000000];
