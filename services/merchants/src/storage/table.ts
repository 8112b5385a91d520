import type { Sql } from '@paygraph/shared/db/sql';
import type { Kind, Stored, Things } from '../domain/things';

/** A configured thing's table. `json` columns hold nested values; `natural` finds a thing when the client gave no id. */
export type Table<T> = Readonly<{ name: string; columns: readonly (keyof T & string)[]; json: readonly (keyof T & string)[]; natural: (keyof T & string) | null }>;

/** Each kind's table: the names of columns are the names of properties in snake case. */
export const tables: { readonly [K in Kind]: Table<Things[K]> } = {
  Merchant: { name: 'merchant', columns: ['name', 'siteUrl', 'active'], json: [], natural: null },
  LegalEntity: { name: 'legal_entity', columns: ['name', 'inn', 'taxationSystem', 'defaultVat', 'receiptSenderEmail', 'active'], json: [], natural: 'inn' },
  Vendor: { name: 'vendor', columns: ['name', 'legalEntityId', 'agent', 'active'], json: ['agent'], natural: 'name' },
  Warehouse: { name: 'warehouse', columns: ['code', 'name', 'legalEntityId', 'active'], json: [], natural: 'code' },
  Contract: {
    name: 'contract',
    columns: ['legalEntityId', 'name', 'provider', 'bank', 'baseUrl', 'sealed', 'methods', 'settings', 'active'],
    json: ['sealed', 'methods', 'settings'],
    natural: 'name',
  },
  CashRegister: {
    name: 'cash_register',
    columns: ['legalEntityId', 'name', 'connector', 'baseUrl', 'sealed', 'closingSettlement', 'active'],
    json: ['sealed'],
    natural: 'name',
  },
  TaxSettings: { name: 'tax_settings', columns: ['defaultVat', 'deliveryVat', 'rates'], json: ['rates'], natural: null },
  Routing: { name: 'routing', columns: ['rules', 'hiding'], json: ['rules', 'hiding'], natural: null },
  Platform: { name: 'platform', columns: ['kind', 'name', 'sealed', 'active'], json: ['sealed'], natural: 'name' },
};

const snake = (property: string): string => property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const selected = <T>({ columns }: Table<T>): string => ['id', 'version', ...columns.map((column) => `${snake(column)} AS "${column}"`)].join(', ');

const valuesOf = <T extends object>(table: Table<T>, thing: T): unknown[] =>
  table.columns.map((column) => {
    const value = thing[column];
    return table.json.includes(column) && value !== null ? JSON.stringify(value) : value;
  });

export const findById = async <T extends object>(sql: Sql, table: Table<T>, id: string): Promise<Stored<T> | null> =>
  (await findByIds(sql, table, [id]))[0] ?? null;

/** Rows of this merchant only; ids that are no UUIDs must have been refused before. */
export const findByIds = <T extends object>(sql: Sql, table: Table<T>, ids: readonly string[]): Promise<Stored<T>[]> =>
  sql.query<Stored<T>>(`SELECT ${selected(table)} FROM ${table.name} WHERE id = ANY($1::uuid[])`, [ids]);

export const findByNatural = async <T extends object>(sql: Sql, table: Table<T>, thing: T): Promise<Stored<T> | null> => {
  if (table.natural === null) return null;
  const rows = await sql.query<Stored<T>>(`SELECT ${selected(table)} FROM ${table.name} WHERE ${snake(table.natural)} = $1`, [thing[table.natural]]);
  return rows[0] ?? null;
};

/** In the order of their ids, which is the order of making for ids of our own. */
export const listAfter = <T extends object>(sql: Sql, table: Table<T>, { after, limit }: { after: string | null; limit: number }): Promise<Stored<T>[]> =>
  sql.query<Stored<T>>(`SELECT ${selected(table)} FROM ${table.name} WHERE $1::uuid IS NULL OR id > $1::uuid ORDER BY id LIMIT $2`, [after, limit]);

type Saving<T> = Readonly<{ merchantId: string; thing: Stored<T> }>;

/** False when the id is taken, which can only be by another merchant: the own row would have been found before. */
export const insert = async <T extends object>(sql: Sql, table: Table<T>, { merchantId, thing }: Saving<T>): Promise<boolean> => {
  const places = table.columns.map((_, index) => `$${index + 4}`);
  const inserted = await sql.query(
    `INSERT INTO ${table.name} (id, merchant_id, version, ${table.columns.map(snake).join(', ')}) VALUES ($1, $2, $3, ${places.join(', ')})
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [thing.id, merchantId, thing.version, ...valuesOf(table, thing)],
  );
  return inserted.length === 1;
};

export const update = async <T extends object>(sql: Sql, table: Table<T>, thing: Stored<T>): Promise<void> => {
  const changes = table.columns.map((column, index) => `${snake(column)} = $${index + 3}`);
  await sql.query(`UPDATE ${table.name} SET version = $2, ${changes.join(', ')}, changed_at = clock_timestamp() WHERE id = $1`, [
    thing.id,
    thing.version,
    ...valuesOf(table, thing),
  ]);
};

/** Counts every thing of the table up by one version, unchanged otherwise, and returns them. */
export const bumpAll = <T extends object>(sql: Sql, table: Table<T>): Promise<Stored<T>[]> =>
  sql.query<Stored<T>>(`UPDATE ${table.name} SET version = version + 1 RETURNING ${selected(table)}`);
