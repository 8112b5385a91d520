import type { Cell, Template, TemplateTable } from './template';

// The first copy is the oldest, a month back; each that follows was made a little later. Indexes then grow at their end, as in life.
const copiesMost = 2_000_000;
const apartMs = 1_500;
// Above the numbers that the simulators give.
const wordsFrom = 7_000_000_000;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

type Tokens = Readonly<{ pattern: RegExp; nameOf: ReadonlyMap<string, string> }>;

const tokensOf = ({ ids, words }: Template): Tokens => {
  const all = [...ids, ...words];
  return { pattern: new RegExp(`\\b(${all.join('|')})\\b`), nameOf: new Map(all.map((token, index) => [token, `t${index}`])) };
};

/** A version 7 id keeps its place in time beside its row's other times; any other id is made of a name and has none. */
const freshId = (id: string): string => {
  const hash = `overlay(md5(${literal(id)} || n) PLACING '8' FROM 17)`;
  if (id[14] !== '7') return `overlay(${hash} PLACING '5' FROM 13)::uuid::text`;
  const madeAt = parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return `overlay(${hash} PLACING lpad(to_hex(${madeAt} - age), 12, '0') || '7' FROM 1)::uuid::text`;
};

const freshWord = (word: string): string => (/^\d+$/.test(word) ? `(${wordsFrom} + n)::text` : `'G' || n`);

const replaced = ({ pattern, nameOf }: Tokens, text: string): string | undefined => {
  const parts = text.split(pattern);
  if (parts.length === 1) return undefined;
  return parts.map((part) => nameOf.get(part) ?? (part === '' ? undefined : literal(part))).filter((part) => part !== undefined).join(' || ');
};

/** The value of a cell in the `n`-th copy, as SQL over `n`, `age` and the tokens of `fresh`. */
const valueOf = (tokens: Tokens, { type, text }: Cell): Readonly<{ sql: string; isFresh: boolean }> => {
  if (text === null) return { sql: `NULL::${type}`, isFresh: false };
  if (type.startsWith('timestamp')) return { sql: `${literal(text)}::${type} - make_interval(secs => age / 1000.0)`, isFresh: false };
  const fresh = replaced(tokens, text);
  return { sql: `(${fresh ?? literal(text)})::${type}`, isFresh: fresh !== undefined };
};

/** What is unique by a hash or the like, in which no token can be seen, is made different at its end. */
const rowOf = (tokens: Tokens, cells: readonly Cell[], unique: TemplateTable['unique']): string[] => {
  const values = cells.map((cell) => ({ ...cell, ...valueOf(tokens, cell) }));
  const repeated = unique.filter((columns) => columns.every((column) => !values.some((value) => value.column === column && value.isFresh)));
  return values.map(({ column, type, sql }) => (type === 'text' && repeated.some((columns) => columns.includes(column)) ? `${sql} || ':' || n` : sql));
};

const insertOf = (tokens: Tokens, { table, rows, unique }: TemplateTable, source: string): string => {
  const columns = (rows[0] ?? []).map(({ column }) => `"${column}"`).join(', ');
  const values = rows.map((row) => `SELECT ${rowOf(tokens, row, unique).join(', ')} FROM ${source}`);
  return `INSERT INTO ${table} (${columns}) ${values.join('\nUNION ALL ')}`;
};

const fresh = (template: Template, numbers: string): string => {
  const { nameOf } = tokensOf(template);
  const made = [...template.ids.map((id) => [id, freshId(id)] as const), ...template.words.map((word) => [word, freshWord(word)] as const)];
  return `SELECT n, age, ${made.map(([token, sql]) => `${sql} AS ${nameOf.get(token) ?? ''}`).join(', ')} FROM (${numbers}) AS numbers`;
};

/** One statement that writes copies number $1 to $2 of everything the purchase left, the oldest first. */
export const copiesSql = (template: Template): string => writing(template, `SELECT n, (${copiesMost} - n) * ${apartMs} AS age FROM generate_series($1::bigint, $2::bigint) AS n`);

/** The same rows of one purchase, made now, with a number from the sequence: what a purchase writes, in one statement. */
export const oneCopySql = (template: Template, sequence: string): string => writing(template, `SELECT nextval('${sequence}') AS n, 0 AS age`);

const writing = (template: Template, numbers: string): string => {
  const tokens = tokensOf(template);
  const inserts = template.tables.map((table, index) => `i${index} AS (${insertOf(tokens, table, 'fresh')})`);
  return `WITH fresh AS MATERIALIZED (${fresh(template, numbers)}),\n${inserts.join(',\n')}\nSELECT count(*) FROM fresh`;
};

export const rowsOf = ({ tables }: Template): number => tables.reduce((total, { rows }) => total + rows.length, 0);
