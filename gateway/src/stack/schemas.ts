import { migrateService, roleUrl, type MigrationList } from '@paygraph/shared/db/migrate';
import { migrateBus } from '@paygraph/shared/messaging/postgres-bus-migration';
import { migrations as fiscalization } from '@paygraph/fiscalization/migrations/index';
import { migrations as merchants } from '@paygraph/merchants/migrations/index';
import { migrations as ordersSync } from '@paygraph/orders-sync/migrations/index';
import { migrations as payments } from '@paygraph/payments/migrations/index';
import { migrations as tokens } from '@paygraph/tokens/migrations/index';

/** Postgres schema of each service. The services' own names have a dash where a schema may not. */
export const schemas = { merchants: 'merchants', tokens: 'tokens', payments: 'payments', fiscalization: 'fiscalization', 'orders-sync': 'orders_sync' } as const;
export type ServiceName = keyof typeof schemas;
export const serviceNames = Object.keys(schemas) as ServiceName[];

const migrations: Record<ServiceName, MigrationList> = { merchants, tokens, payments, fiscalization, 'orders-sync': ordersSync };

/** Brings every schema to its newest state, the bus included. Safe to repeat; the passwords are of the services' own roles. */
export const migrateAll = async (ownerUrl: string, passwordOf: (service: string) => string): Promise<void> => {
  await migrateBus({ ownerUrl, rolePassword: passwordOf('bus') });
  for (const name of serviceNames) {
    await migrateService({ ownerUrl, service: schemas[name], rolePassword: passwordOf(schemas[name]), migrations: migrations[name] });
  }
};

export { roleUrl };
