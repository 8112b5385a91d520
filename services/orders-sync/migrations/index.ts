import type { MigrationList } from '@paygraph/shared/db/migrate';
import { IdempotencyRetention1764300000000 } from '@paygraph/shared/db/idempotency-migration';
import { kernelMigrations } from '@paygraph/shared/db/kernel-migration';
import { Delivery1764100000003 } from './1764100000003-delivery';
import { Orders1764100000001 } from './1764100000001-orders';
import { ReadModels1764100000002 } from './1764100000002-read-models';

/** Forward only, in this order. */
export const migrations: MigrationList = [...kernelMigrations, Orders1764100000001, ReadModels1764100000002, Delivery1764100000003, IdempotencyRetention1764300000000];
