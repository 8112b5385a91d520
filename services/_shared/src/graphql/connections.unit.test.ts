import { decodeCursor, encodeCursor, pageOf, readPage, toConnection } from './connections';

describe('a page of a list', () => {
  it('is what was asked for, up to 100', () => {
    expect(readPage({ first: 100 }, 2)).toEqual({ ok: true, value: { limit: 100, after: null } });
    const after = encodeCursor(['2026-03-01', 7]);
    expect(readPage({ first: 1, after }, 2)).toEqual({ ok: true, value: { limit: 1, after: ['2026-03-01', 7] } });
  });

  it.each([0, -1, 101, 1_000_000, 1.5, NaN])('is refused when first is %d', (first) => {
    expect(readPage({ first }, 1)).toMatchObject({ ok: false, error: { kind: 'BadPageSize', field: 'first' } });
    expect(() => pageOf({ first }, 1)).toThrow(/between 1 and 100/);
  });

  it.each(['', 'x', encodeCursor([1]), encodeCursor([1, 2, 3]), Buffer.from('{"a":1}').toString('base64url'), Buffer.from('[1,{"$gt":0}]').toString('base64url'), 'A'.repeat(2_000)])(
    'is refused when the cursor is %s',
    (text) => expect(decodeCursor(text, 2)).toMatchObject({ ok: false, error: { kind: 'BadCursor', field: 'after' } }),
  );

  it('knows that there is more by the one row too many', () => {
    const page = { limit: 2, after: null };
    const cursorOf = (row: number) => [row];
    expect(toConnection([1, 2, 3], page, cursorOf)).toEqual({
      edges: [{ cursor: encodeCursor([1]), node: 1 }, { cursor: encodeCursor([2]), node: 2 }],
      pageInfo: { hasNextPage: true, endCursor: encodeCursor([2]) },
    });
    expect(toConnection([], page, cursorOf)).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
  });
});
