import type { Cursor } from '@paygraph/shared/graphql/connections';
import { isUuid } from '@paygraph/shared/ids';
import { GraphQLError } from 'graphql';

const badCursor = (): GraphQLError => new GraphQLError('The cursor in "after" is not one of this list: use endCursor of its last page.', { extensions: { code: 'BAD_PAGE', field: 'after' } });

const after = (cursor: Cursor | null, fits: (value: string) => boolean): string | null => {
  if (cursor === null) return null;
  const [value] = cursor;
  if (typeof value === 'string' && fits(value)) return value;
  throw badCursor();
};

/** @throws GraphQLError BAD_PAGE for a cursor of another list. */
export const afterId = (cursor: Cursor | null): string | null => after(cursor, isUuid);
/** 64-bit row numbers travel as text. @throws GraphQLError BAD_PAGE */
export const afterNumber = (cursor: Cursor | null): string | null => after(cursor, (value) => /^\d{1,18}$/.test(value));
