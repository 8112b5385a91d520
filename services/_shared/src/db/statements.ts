import { createHash } from 'node:crypto';
import type { ClientBase, Pool, QueryConfig, QueryResultRow } from 'pg';
import { isStalePlan } from './errors';

export type Statement = Readonly<{ text: string; params: readonly unknown[] }>;

// Texts are constants of the program. Should some place ever build them, the server's memory must not grow with it.
const namesMax = 500;
const names = new Map<string, string>();
const withoutName = new Set<string>();

const nameOf = (text: string): string | undefined => {
  const known = names.get(text);
  if (known !== undefined || names.size >= namesMax || withoutName.has(text)) return known;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
  names.set(text, name);
  return name;
};

/** A statement that each connection prepares once: measured, parsing and planning was half of what Postgres did for a statement. */
export const prepared = ({ text, params }: Statement): QueryConfig<unknown[]> & { queryMode: 'extended' } => ({ name: nameOf(text), text, values: [...params], queryMode: 'extended' });

/** From now on the text is sent plain: a migration changed what its prepared form returns. */
export const forgetPlan = (text: string): void => {
  withoutName.add(text);
  names.delete(text);
};

/** Several statements in one text cannot be prepared; a semicolon within a text's own words costs it the plan, no more. */
const isOne = (text: string): boolean => !text.includes(';');
const statement = (text: string, params: readonly unknown[]): QueryConfig<unknown[]> => (isOne(text) ? prepared({ text, params }) : { text, values: [...params] });

/** Runs SQL by itself. @throws what the server says; a stale plan (`isRetryable`) is gone when it is run again. */
export const runStatement = async <T extends QueryResultRow>(client: ClientBase | Pool, text: string, params: readonly unknown[]): Promise<T[]> => {
  try {
    return (await client.query<T>(statement(text, params))).rows;
  } catch (error) {
    if (isStalePlan(error)) forgetPlan(text);
    throw error;
  }
};
