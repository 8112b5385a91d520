import { createHash } from 'node:crypto';
import type { ClientBase, Pool, QueryConfig, QueryResultRow } from 'pg';
import { isStalePlan } from './errors';

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

/** Without parameters a text may hold several statements, which cannot be prepared. */
const statement = (text: string, params: readonly unknown[]): QueryConfig<unknown[]> => ({ name: params.length === 0 ? undefined : nameOf(text), text, values: [...params] });

/**
 * Runs SQL that each connection prepares once: measured, parsing and planning was half of what Postgres did for a statement.
 * After a migration changed what a prepared text returns, that text is sent plain for the rest of this process.
 * @throws what the server says; a stale plan (`isRetryable`) is gone when the transaction is run again.
 */
export const runStatement = async <T extends QueryResultRow>(client: ClientBase | Pool, text: string, params: readonly unknown[]): Promise<T[]> => {
  try {
    return (await client.query<T>(statement(text, params))).rows;
  } catch (error) {
    if (isStalePlan(error)) {
      withoutName.add(text);
      names.delete(text);
    }
    throw error;
  }
};
