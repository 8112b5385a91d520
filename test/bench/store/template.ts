import type { Client } from 'pg';

export type Cell = Readonly<{ column: string; type: string; text: string | null }>;
export type TemplateTable = Readonly<{
  /** With its schema, quoted. */
  table: string;
  rows: readonly (readonly Cell[])[];
  /** Columns of each unique index. */
  unique: readonly (readonly string[])[];
}>;

/** Every row that one purchase left behind, in the order in which tables can be filled, and what in it is of this purchase alone. */
export type Template = Readonly<{ tables: readonly TemplateTable[]; ids: readonly string[]; /** Numbers that are unique and no uuid. */ words: readonly string[] }>;

const schemas = ['orders_sync', 'payments', 'fiscalization', 'tokens'];
// What waits is at rest when the template is taken, and its like would be done at once in every copy.
const left = ['outbox', 'due_work', 'parked', 'migrations'];

const columnsOf = `
  SELECT format('%I.%I', n.nspname, c.relname) AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relkind = 'r' AND n.nspname = ANY($1) AND c.relname <> ALL($2) AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity <> 'a'
  ORDER BY c.oid, a.attnum`;

const uniqueOf = `
  SELECT format('%I.%I', n.nspname, c.relname) AS table, array_agg(a.attname::text) AS columns
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
  WHERE i.indisunique AND n.nspname = ANY($1) GROUP BY n.nspname, c.relname, i.indexrelid`;

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const idsIn = (text: string): string[] => text.match(uuids) ?? [];

type Columns = ReadonlyMap<string, readonly { column: string; type: string }[]>;

const readColumns = async (db: Client): Promise<Columns> => {
  const { rows } = await db.query<{ table: string; column: string; type: string }>(columnsOf, [schemas, left]);
  const tables = new Map<string, { column: string; type: string }[]>();
  for (const { table, ...column } of rows) tables.set(table, [...(tables.get(table) ?? []), column]);
  return tables;
};

/** Ids of the merchants' configuration: what a copy shares with its template. */
const sharedIds = async (db: Client): Promise<ReadonlySet<string>> => {
  const { rows } = await db.query<{ relname: string }>(`SELECT c.relname FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'merchants'::regnamespace AND relname NOT IN ('event_log', 'outbox', 'inbox')`);
  const all: string[] = [];
  for (const { relname } of rows) all.push(...(await db.query<{ text: string }>(`SELECT t::text AS text FROM merchants.${relname} t`)).rows.flatMap(({ text }) => idsIn(text)));
  return new Set(all);
};

const quoted = (name: string): string => `"${name}"`;

const rowsNaming = async (db: Client, columns: Columns, ids: readonly string[]): Promise<Omit<TemplateTable, 'unique'>[]> => {
  const tables: Omit<TemplateTable, 'unique'>[] = [];
  for (const [table, list] of columns) {
    const { rows } = await db.query<Record<string, string | null>>(`SELECT ${list.map(({ column }) => `${quoted(column)}::text`).join(', ')} FROM ${table} t WHERE t::text ~ $1`, [ids.join('|')]);
    if (rows.length > 0) tables.push({ table, rows: rows.map((row) => list.map(({ column, type }) => ({ column, type, text: row[column] ?? null }))) });
  }
  return tables;
};

const textsOf = (tables: readonly Omit<TemplateTable, 'unique'>[]): string[] => tables.flatMap(({ rows }) => rows.flatMap((row) => row.flatMap(({ text }) => text ?? [])));

/** From the order's id on, again and again: rows that name an id, and the ids that these rows name. */
const closure = async (db: Client, columns: Columns, { first, shared }: { first: string; shared: ReadonlySet<string> }) => {
  for (let ids = [first]; ; ) {
    const tables = await rowsNaming(db, columns, ids);
    const found = [...new Set(textsOf(tables).flatMap(idsIn))].filter((id) => !shared.has(id));
    if (found.length <= ids.length) return { tables, ids: found };
    ids = found;
  }
};

const wordsOf = async (db: Client, orderId: string): Promise<string[]> => {
  const { rows } = await db.query<{ number: string; page_id: string; provider_payment_id: string }>(
    'SELECT o.number, p.page_id, p.provider_payment_id FROM orders_sync.orders o JOIN payments.payment p ON p.order_id = o.id WHERE o.id = $1', [orderId]);
  return rows.flatMap((row) => Object.values(row));
};

export type Sold = Readonly<{ orderId: string; customerId: string }>;

/** Reads the template of a purchase that has come to rest. A customer buys more than once, so what hangs on it alone is not of this purchase. */
export const readTemplate = async (db: Client, { orderId, customerId }: Sold): Promise<Template> => {
  const columns = await readColumns(db);
  const { tables, ids } = await closure(db, columns, { first: orderId, shared: new Set([...(await sharedIds(db)), customerId]) });
  const { rows: unique } = await db.query<{ table: string; columns: string[] }>(uniqueOf, [schemas]);
  const withUnique = tables.map((one) => ({ ...one, unique: unique.filter(({ table }) => table === one.table).map((index) => index.columns) }));
  return { tables: withUnique, ids: [...ids, customerId], words: await wordsOf(db, orderId) };
};
