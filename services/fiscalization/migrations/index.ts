import type { MigrationList } from '@paygraph/shared/db/migrate';
import { IdempotencyRetention1764300000000 } from '@paygraph/shared/db/idempotency-migration';
import { kernelMigrations } from '@paygraph/shared/db/kernel-migration';
import { Receipts1764000200000 } from './1764000200000-receipts';
import { Idempotency1764000200100 } from './1764000200100-idempotency';
import { LookedFor1764000200200 } from './1764000200200-looked-for';

/** In the order in which they run. */
export const migrations: MigrationList = [...kernelMigrations, Receipts1764000200000, Idempotency1764000200100, LookedFor1764000200200, IdempotencyRetention1764300000000];
