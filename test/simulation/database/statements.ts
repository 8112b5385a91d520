import { createHash } from 'node:crypto';
import type { View } from './view';
import { divisionByZero } from './table';

/** What a statement does, given its parameters as the services pass them; answers with the rows as pg would. */
export type Statement = (view: View, params: never) => object[];
export type Statements = Readonly<Record<string, Statement>>;

/** A statement's short name: its first words, and a digest of all of it, so that a changed text is never taken for the old one. */
export const nameOf = (text: string): string => {
  const plain = text.replace(/\s+/g, ' ').trim();
  return `${plain.split(' ').slice(0, 4).join(' ')} #${createHash('sha256').update(plain).digest('hex').slice(0, 8)}`;
};

// `mustTouch` of the kernel: divides by the number of rows that the statement inside touched.
const touching = /^WITH touched AS \(([\s\S]*)\) SELECT 1 \/ count\(\*\) AS touched FROM touched$/;

const mustTouch = (inner: Statement): Statement => (view, params) => {
  if (inner(view, params).length === 0) throw divisionByZero();
  return [{ touched: '1' }];
};

export type FindStatement = (text: string) => Statement;

export class UnknownStatement extends Error {}

/** @throws for a text that nobody described: the double must never guess what SQL means. */
export const finderOf = (known: Statements): FindStatement => {
  const byText = new Map<string, Statement>();
  return (text) => {
    const found = byText.get(text);
    if (found !== undefined) return found;
    const inside = touching.exec(text)?.[1];
    const bare = known[nameOf(inside ?? text)];
    const named = bare && inside !== undefined ? mustTouch(bare) : bare;
    if (named === undefined) throw new UnknownStatement(`The database double does not know "${nameOf(inside ?? text)}". Write what it does in test/simulation/database (the int test there compares it with Postgres):\n${text}`);
    byText.set(text, named);
    return named;
  };
};
