import { decodeCursor, encodeCursor, type Cursor } from '@paygraph/shared/graphql/connections';
import { GraphQLError } from 'graphql';
import type { Entry, FeedPlace } from '../storage/timeline';

const badCursor = (what: string): GraphQLError => new GraphQLError(`The cursor in "after" is not one of ${what}.`, { extensions: { code: 'BAD_PAGE', field: 'after' } });

const seqOf = ([seq]: Cursor): number | null => (typeof seq === 'number' && Number.isInteger(seq) && seq >= 0 && seq < 2 ** 31 ? seq : null);

/** Where a reader of one order's timeline stands: the number of the last entry it saw, 0 before the first. @throws GraphQLError BAD_PAGE */
export const orderPlace = (after: string | null | undefined): number => {
  if (after === null || after === undefined) return 0;
  const cursor = decodeCursor(after, 1);
  const seq = cursor.ok ? seqOf(cursor.value) : null;
  if (seq === null) throw badCursor('an order\'s timeline');
  return seq;
};

export const orderCursor = ({ seq }: Pick<Entry, 'seq'>): string => encodeCursor([seq]);

// Both are 64-bit numbers, which JSON numbers do not hold.
const isNumber64 = (text: unknown): text is string => typeof text === 'string' && /^\d{1,18}$/.test(text);

/** Where a reader of the merchant's feed stands. @throws GraphQLError BAD_PAGE */
export const feedPlace = (after: string | null | undefined): FeedPlace => {
  if (after === null || after === undefined) return { xid: '0', id: '0' };
  const cursor = decodeCursor(after, 2);
  const [xid, id] = cursor.ok ? cursor.value : [];
  if (!isNumber64(xid) || !isNumber64(id)) throw badCursor('the merchant\'s feed');
  return { xid, id };
};

export const feedCursor = ({ place }: Pick<Entry, 'place'>): string => encodeCursor([place.xid, place.id]);
