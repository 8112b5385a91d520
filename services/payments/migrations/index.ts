import { IdempotencyRetention1764300000000 } from '@paygraph/shared/db/idempotency-migration';
import { kernelMigrations } from '@paygraph/shared/db/kernel-migration';
import type { MigrationList } from '@paygraph/shared/db/migrate';
import { Payment1764100000000 } from './1764100000000-payment';
import { Ledger1764100000001 } from './1764100000001-ledger';
import { ProviderJournal1764100000002 } from './1764100000002-provider-journal';
import { ReadModels1764100000003 } from './1764100000003-read-models';
import { BindingTold1764100000004 } from './1764100000004-binding-told';
import { SettledByHand1764100000005 } from './1764100000005-settled-by-hand';
import { RefusedNotifications1764300000001 } from './1764300000001-refused-notifications';
import { ContractMethods1764400000000 } from './1764400000000-contract-methods';

/** In the order in which they run; forward only. */
export const migrations: MigrationList = [
  ...kernelMigrations, Payment1764100000000, Ledger1764100000001, ProviderJournal1764100000002, ReadModels1764100000003,
  BindingTold1764100000004, SettledByHand1764100000005, IdempotencyRetention1764300000000, RefusedNotifications1764300000001,
  ContractMethods1764400000000,
];
