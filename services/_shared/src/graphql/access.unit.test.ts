import { buildSchema, graphql, GraphQLUnionType, subscribe, parse } from 'graphql';
import type { Role } from '../identity';
import { guardRootFields, type Access } from './access';
import { createLoaders } from './loaders';

const sdl = `
  type Query { stock: Int, price: Int }
  type Mutation { sell: SellResult }
  type Subscription { prices: Int }
  interface Error { code: String!, message: String! }
  type Sold { count: Int }
  type Forbidden implements Error { code: String!, message: String! }
  union SellResult = Sold | Forbidden
`;
const access: Access = { Query: { stock: ['ADMIN', 'OPERATOR'], price: ['ADMIN', 'CUSTOMER'] }, Mutation: { sell: ['ADMIN'] }, Subscription: { prices: ['ADMIN'] } };

const schemaOf = (given: Access) => {
  const schema = buildSchema(sdl);
  const answer = schema.getType('SellResult') as GraphQLUnionType;
  answer.resolveType = (value) => ('count' in (value as object) ? 'Sold' : 'Forbidden');
  return guardRootFields(schema, given);
};
const contextOf = (role: Role) => ({ actor: { role, merchantId: 'm', subject: 's', expiresAt: 0 }, loaders: createLoaders() });
const ask = (role: Role, source: string) => graphql({ schema: schemaOf(access), source, rootValue: { stock: 1, price: 2, sell: { count: 3 } }, contextValue: contextOf(role) });

describe('access to root fields', () => {
  it('is given to the listed roles and to nobody else', async () => {
    expect((await ask('OPERATOR', '{ stock }')).data).toEqual({ stock: 1 });
    const refused = await ask('CUSTOMER', '{ stock price }');
    expect([refused.data, refused.errors?.map(({ path, extensions }) => [path, extensions['code']])]).toEqual([{ stock: null, price: 2 }, [[['stock'], 'FORBIDDEN']]]);
  });

  it('is refused to a mutation in its own union', async () => {
    const sell = 'mutation { sell { __typename ... on Error { code } } }';
    expect((await ask('VENDOR', sell)).data).toEqual({ sell: { __typename: 'Forbidden', code: 'FORBIDDEN' } });
    expect((await ask('ADMIN', sell)).data).toEqual({ sell: { __typename: 'Sold' } });
  });

  it('is refused to a subscription before it begins', async () => {
    const result = await subscribe({ schema: schemaOf(access), document: parse('subscription { prices }'), contextValue: contextOf('CUSTOMER') });
    expect('errors' in result && result.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  it('keeps a service from starting when a field was forgotten or a rule has no field', () => {
    expect(() => schemaOf({ ...access, Query: { stock: ['ADMIN'] } })).toThrow('nobody is named for price');
    expect(() => schemaOf({ ...access, Query: { ...access.Query, prize: ['ADMIN'] } })).toThrow('no such field: prize');
    expect(() => schemaOf({ Query: access.Query })).toThrow('nobody is named for sell');
  });
});
