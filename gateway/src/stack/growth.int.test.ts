import { openDatabase, type Database } from '@paygraph/shared/db/database';
import { createLog } from '@paygraph/shared/log';
import { kernelTrims, type Trim } from '@paygraph/shared/messaging/retention';
import { testRolePassword } from '@paygraph/shared/testing/kernel-database';
import { testDatabase, type TestDatabase } from '@paygraph/shared/testing/test-database';
import { trims as fiscalization } from '@paygraph/fiscalization/retention';
import { trims as merchants } from '@paygraph/merchants/retention';
import { trims as ordersSync } from '@paygraph/orders-sync/retention';
import { trims as payments } from '@paygraph/payments/retention';
import { migrateAll, roleUrl, schemas, serviceNames, type ServiceName } from './schemas';

const ownTrims: Readonly<Record<ServiceName, readonly Trim[]>> = { merchants, tokens: [], payments, fiscalization, 'orders-sync': ordersSync };
const trimsOf = (name: ServiceName): readonly Trim[] => [...kernelTrims(), ...ownTrims[name]];
/** `trimPostgresBus` has its own statements. */
const trimmedOfBus = ['message', 'group_offset'];

/** Rows that leave by themselves when what they stand for is done. */
const passing = ['outbox', 'parked', 'due_work'];

/**
 * What may grow for ever, because it is what the merchants have: their configuration and what was read of it; orders, money, receipts with
 * the proof of each (receipts are kept five years by law, 54-FZ); and how far a reader is with each of them, so that a refund after a year is still told in order.
 */
const kept: Readonly<Record<string, readonly string[]>> = {
  merchants: ['merchant', 'legal_entity', 'vendor', 'warehouse', 'contract', 'cash_register', 'tax_settings', 'routing', 'platform'],
  tokens: ['saved_method', 'consent'],
  payments: ['payment', 'operation', 'ledger_entry', 'provider_call', 'order_facts', 'contract_facts', 'routing_facts'],
  fiscalization: ['legal_entity', 'cash_register', 'tax_settings', 'shop_order', 'child_order', 'payment', 'receipt', 'receipt_line', 'receipt_fiscal', 'register_call'],
  orders_sync: [
    'orders', 'child_order', 'order_line', 'order_payment', 'payment_request', 'timeline', 'delivery_signal', 'status_mapping',
    'known_legal_entity', 'known_warehouse', 'known_vendor', 'known_tax_settings', 'known_platform',
  ],
  bus: ['topic', 'partition_end'],
};

const log = createLog({ service: 'growth', level: 'silent' });
let database: TestDatabase;
const open = (service: string, url: string): Promise<Database> => openDatabase({ service, url, poolSize: 1, log });

beforeAll(async () => {
  database = await testDatabase();
  await migrateAll(database.ownerUrl, () => testRolePassword);
}, 60_000);
afterAll(() => database.stop());

const tablesOf = async (schema: string): Promise<string[]> => {
  const owner = await open('bus', database.ownerUrl);
  const rows = await owner.query<{ name: string }>(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1 AND table_type = 'BASE TABLE'`, [schema]).finally(() => owner.stop());
  return rows.map(({ name }) => name);
};

/** How the service's own role would delete, could it not read the whole table. */
const planOf = async (name: ServiceName, { sql, days, params }: Trim): Promise<string> => {
  const role = await open(schemas[name], roleUrl(database.ownerUrl, schemas[name], testRolePassword));
  const rows = await role.transaction('system', async (tx) => {
    await tx.query(`SELECT set_config('enable_seqscan', 'off', true), set_config('app.retention', 'on', true)`);
    return tx.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, [days, ...(params?.() ?? [])]);
  }).finally(() => role.stop());
  return rows.map((row) => row['QUERY PLAN']).join('\n');
};

describe('every table is trimmed, empties itself, or is what the merchants have', () => {
  it.each([...serviceNames])('%s', async (name) => {
    const trimmed = trimsOf(name).map(({ table }) => table);
    const known = ['migration', 'consumer_cursor', ...passing, ...(kept[schemas[name]] ?? []), ...trimmed];
    expect((await tablesOf(schemas[name])).sort()).toEqual(known.sort());
  });

  it('bus', async () => expect((await tablesOf('bus')).sort()).toEqual(['migration', ...(kept['bus'] ?? []), ...trimmedOfBus].sort()));

  it.each(serviceNames.flatMap((name) => trimsOf(name).map((trim) => ({ name, table: trim.table, trim }))))('$name finds what is old in $table by an index', async ({ name, trim }) => {
    const plan = await planOf(name, trim);
    expect(plan).toContain('Index');
    expect(plan).not.toContain(`Seq Scan on ${trim.table}`);
  });
});
