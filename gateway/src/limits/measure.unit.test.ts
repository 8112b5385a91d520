import { buildSchema, getOperationAST, parse } from 'graphql';
import { brokenLimit } from './check';
import { defaultLimits } from './limits';
import { weigh } from './measure';

const schema = buildSchema(`
  interface Node { id: ID! }
  type Order implements Node { id: ID! number: String! lines: [Line!]! child: Order payments(first: Int = 5): PaymentConnection! }
  type Line { name: String! }
  type PaymentConnection { edges: [PaymentEdge!]! }
  type PaymentEdge { node: Payment! }
  type Payment { id: ID! }
  type OrderConnection { edges: [OrderEdge!]! nodes: [Order!]! }
  type OrderEdge { node: Order! }
  type Query { order: Order node: Node orders(first: Int): OrderConnection! }
`);

const parts = (query: string, variables: object = {}) => {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return { schema, document, operation, variables: variables as Record<string, unknown> };
};
const weight = (query: string, variables?: object) => weigh(parts(query, variables));

describe('the weight of an operation', () => {
  it.each([
    ['{ order { id number } }', 2, 3],
    ['{ order { lines { name } } }', 3, 12],
    ['{ orders(first: 3) { edges { node { id } } } }', 4, 1 + 3 * 3],
    ['{ orders(first: 3) { nodes { id } } }', 3, 1 + 3 * 2],
    ['{ orders { nodes { id } } }', 3, 1 + 20 * 2],
    ['{ order { payments { edges { node { id } } } } }', 5, 2 + 5 * 3],
    ['{ order { ...F } } fragment F on Order { child { id } }', 3, 3],
    ['{ node { ... on Order { child { id } } } }', 3, 3],
  ])('%s is %d deep and costs %d', (query, depth, cost) => expect(weight(query)).toMatchObject({ depth, cost }));

  it('counts the page that a variable asks for', () => {
    const query = 'query($n: Int) { orders(first: $n) { nodes { id } } }';
    expect(weight(query, { n: 50 }).cost).toBe(1 + 50 * 2);
    expect(weight(query).cost).toBe(1 + 20 * 2);
  });

  it('counts fragments each time they are used, in no more steps than there are fragments', () => {
    const levels = 60;
    const fragments = Array.from({ length: levels }, (_, level) => `fragment F${level} on Order { a: child { ...F${level + 1} } b: child { ...F${level + 1} } }`);
    const measured = weight(`{ order { ...F0 } } ${fragments.join(' ')} fragment F${levels} on Order { id }`);
    expect(measured.depth).toBe(levels + 2);
    expect(measured.aliases).toBe(2 ** (levels + 1) - 2);
  });
});

describe('the limits', () => {
  it.each([
    ['lists within lists', '{ orders(first: 100) { nodes { lines { name } child { lines { name } child { lines { name } payments(first: 100) { edges { node { id } } } } } } } }', 'QUERY_TOO_COSTLY'],
    ['a page of a text', 'query($n: Int) { orders(first: $n) { nodes { id } } }', 'BAD_PAGE'],
  ])('refuse %s before anything is executed', (_what, query, code) =>
    expect(brokenLimit(parts(query, { n: '10' }), defaultLimits)?.extensions).toEqual({ code, http: { status: 400 } }));

  it('let an ordinary page of orders through', () =>
    expect(brokenLimit(parts('{ orders(first: 100) { edges { node { id number lines { name } payments { edges { node { id } } } } } } }'), defaultLimits)).toBeNull());
});
