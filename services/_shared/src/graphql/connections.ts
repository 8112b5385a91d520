import 'reflect-metadata';
import { GraphQLError } from 'graphql';
import { ArgsType, Directive, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { err, ok, type Result } from '../result';

export const pageSizeMax = 100;
const pageSizeDefault = 20;

/** The values a list is sorted by, of the last row that was seen. */
export type Cursor = readonly (string | number)[];
export type PageError = Readonly<{ kind: 'BadPageSize' | 'BadCursor'; field: string; message: string }>;
/** Ask the database for `limit + 1` rows after the cursor: the one too many says whether there is a next page. */
export type Page = Readonly<{ limit: number; after: Cursor | null }>;

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: pageSizeDefault, description: `How many, 1 to ${pageSizeMax}.` })
  readonly first!: number;

  @Field(() => String, { nullable: true, description: 'endCursor of the page before.' })
  readonly after?: string | null;
}

@Directive('@shareable')
@ObjectType()
export class PageInfo {
  @Field(() => Boolean)
  readonly hasNextPage!: boolean;

  @Field(() => String, { nullable: true })
  readonly endCursor!: string | null;
}

export const encodeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

const isCursor = (value: unknown, length: number): value is Cursor =>
  Array.isArray(value) && value.length === length && value.every((part) => typeof part === 'string' || (typeof part === 'number' && Number.isFinite(part)));

/** `length` is the number of sort values. A cursor is no secret and proves nothing: its values are only ever bound as parameters. */
export const decodeCursor = (text: string, length: number): Result<Cursor, PageError> => {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (text.length <= 1_000 && isCursor(value, length)) return ok(value);
  } catch {
    // Falls through to the one answer that every bad cursor gets.
  }
  return err({ kind: 'BadCursor', field: 'after', message: 'The cursor in "after" is not one of this list: use endCursor of its last page.' });
};

/** The arguments of a list as a page of at most 100, or what was wrong with them. */
export const readPage = ({ first, after }: PageArgs, cursorLength: number): Result<Page, PageError> => {
  if (!Number.isInteger(first) || first < 1 || first > pageSizeMax) {
    return err({ kind: 'BadPageSize', field: 'first', message: `"first" is between 1 and ${pageSizeMax}; ask for the next page with "after".` });
  }
  if (after === undefined || after === null) return ok({ limit: first, after: null });
  const cursor = decodeCursor(after, cursorLength);
  return cursor.ok ? ok({ limit: first, after: cursor.value }) : cursor;
};

/** `readPage` for resolvers of lists, which have no result union to put the failure in. @throws GraphQLError BAD_PAGE */
export const pageOf = (args: PageArgs, cursorLength: number): Page => {
  const page = readPage(args, cursorLength);
  if (page.ok) return page.value;
  throw new GraphQLError(page.error.message, { extensions: { code: 'BAD_PAGE', field: page.error.field } });
};

/** Makes `<name>Connection` and `<name>Edge`. Call it once for each node type, at module level. */
export const connectionOf = <N extends object>(Node: ClassType<N>, name: string) => {
  @ObjectType(`${name}Edge`)
  class Edge {
    @Field(() => String)
    readonly cursor!: string;

    @Field(() => Node)
    readonly node!: N;
  }

  @ObjectType(`${name}Connection`)
  class Connection {
    @Field(() => [Edge])
    readonly edges!: readonly Edge[];

    @Field(() => PageInfo)
    readonly pageInfo!: PageInfo;
  }
  return { Edge, Connection };
};

export type ConnectionValue<N> = Readonly<{ edges: readonly Readonly<{ cursor: string; node: N }>[]; pageInfo: PageInfo }>;

/** A page from up to `limit + 1` rows. */
export const toConnection = <N>(rows: readonly N[], { limit }: Page, cursorOf: (row: N) => Cursor): ConnectionValue<N> => {
  const edges = rows.slice(0, limit).map((node) => ({ cursor: encodeCursor(cursorOf(node)), node }));
  return { edges, pageInfo: { hasNextPage: rows.length > limit, endCursor: edges.at(-1)?.cursor ?? null } };
};
