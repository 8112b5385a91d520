import 'reflect-metadata';
import { execute, parse, print, type GraphQLSchema } from 'graphql';
import { Arg, Args, Ctx, createUnionType, Directive, Field, ID, Mutation, ObjectType, Query, Resolver, Subscription } from 'type-graphql';
import type { MerchantId } from '../ids';
import { minor } from '../money';
import { buildSubgraph } from './build-subgraph';
import { connectionOf, PageArgs, pageOf, toConnection } from './connections';
import { createContext, type GraphContext } from './context';
import { DomainError } from './domain-error';
import { Money, toMoney } from './money';
import { pushStream } from './streams';

@Directive('@key(fields: "id")')
@ObjectType()
class Invoice {
  @Field(() => ID)
  id!: string;

  @Field(() => Money)
  total!: Money;
}

@ObjectType({ implements: DomainError })
class InvoiceNotFound extends DomainError {
  @Field(() => ID)
  invoiceId!: string;
}

@ObjectType()
class PayInvoiceSuccess {
  @Field(() => Invoice)
  invoice!: Invoice;
}

const PayInvoiceResult = createUnionType({ name: 'PayInvoiceResult', types: () => [PayInvoiceSuccess, InvoiceNotFound] as const });
const { Connection } = connectionOf(Invoice, 'Invoice');

const invoice = (id: string): Invoice => Object.assign(new Invoice(), { id, total: toMoney(minor(150)) });

@Resolver()
class InvoiceResolver {
  @Query(() => Connection)
  invoices(@Args(() => PageArgs) page: PageArgs, @Ctx() _context: GraphContext) {
    return toConnection([invoice('i1'), invoice('i2')], pageOf(page, 1), ({ id }) => [id]);
  }

  @Mutation(() => PayInvoiceResult)
  payInvoice(@Arg('invoiceId', () => ID) invoiceId: string): typeof PayInvoiceResult {
    if (invoiceId === 'i1') return Object.assign(new PayInvoiceSuccess(), { invoice: invoice(invoiceId) });
    return Object.assign(new InvoiceNotFound(), { code: 'INVOICE_NOT_FOUND', message: 'There is no such invoice.', invoiceId });
  }

  @Subscription(() => Invoice, { subscribe: () => pushStream<Invoice>().stream })
  invoicePaid(): Invoice {
    return invoice('i1');
  }
}

@ObjectType({ implements: DomainError })
class ParcelLost extends DomainError {}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
class Parcel {
  @Field(() => ID)
  id!: string;
}

const SendResult = createUnionType({ name: 'SendResult', types: () => [Parcel, ParcelLost] as const });

@Resolver()
class ParcelResolver {
  @Query(() => SendResult)
  send(): typeof SendResult {
    return Object.assign(new Parcel(), { id: 'p1' });
  }
}

const actor = { role: 'ADMIN', merchantId: 'm1' as MerchantId, subject: 'a', expiresAt: 0 } as const;

describe('a subgraph', () => {
  const asked: string[][] = [];
  const referenceResolvers = {
    Invoice: (references: readonly Readonly<Record<string, unknown>>[]) => {
      asked.push(references.map(({ id }) => String(id)));
      return Promise.resolve(references.map(({ id }) => (id === 'foreign' ? null : invoice(String(id)))));
    },
  };
  const { schema, sdl } = buildSubgraph({ resolvers: [InvoiceResolver], referenceResolvers });
  const run = (on: GraphQLSchema, query: string, variableValues = {}) =>
    execute({ schema: on, document: parse(query), variableValues, contextValue: createContext(actor, {}) });

  it('has federation directives, shareable money and the shared error interface in its SDL', () => {
    expect(sdl).toContain('@link(url: "https://specs.apollo.dev/federation/v2');
    expect(print(parse(sdl))).toMatch(/type Invoice @key\(fields: "id"\) \{[\s\S]*type Money @shareable \{/);
    expect(sdl).toMatch(/interface Error \{/);
    expect(sdl).toMatch(/type InvoiceNotFound implements Error \{\s+code: String!\s+invoiceId: ID!\s+message: String!|type InvoiceNotFound implements Error/);
  });

  it('asks for all references of a type at once and gives null for what is foreign', async () => {
    const representations = ['i1', 'foreign', 'i2', 'i1'].map((id) => ({ __typename: 'Invoice', id }));
    const result = await run(schema, 'query($r: [_Any!]!) { _entities(representations: $r) { ... on Invoice { id total { amount formatted } } } }', { r: representations });
    expect(result).toMatchObject({ data: { _entities: [{ id: 'i1', total: { amount: 150 } }, null, { id: 'i2' }, { id: 'i1' }] } });
    expect(asked).toEqual([['i1', 'foreign', 'i2']]);
  });

  it('answers queries, unions and connections', async () => {
    expect(await run(schema, '{ invoices { edges { cursor node { id } } pageInfo { hasNextPage } } }')).toMatchObject({ data: { invoices: { edges: [{ node: { id: 'i1' } }, { node: { id: 'i2' } }] } } });
    expect(await run(schema, '{ invoices(first: 1) { edges { node { id } } pageInfo { hasNextPage } } }')).toEqual({ data: { invoices: { edges: [{ node: { id: 'i1' } }], pageInfo: { hasNextPage: true } } } });
    expect((await run(schema, '{ invoices(first: 101) { pageInfo { hasNextPage } } }')).errors?.[0]?.extensions).toEqual({ code: 'BAD_PAGE', field: 'first' });
    const pay = 'mutation { payInvoice(invoiceId: "no") { __typename ... on Error { code message } ... on InvoiceNotFound { invoiceId } } }';
    expect(await run(schema, pay)).toEqual({ data: { payInvoice: { __typename: 'InvoiceNotFound', code: 'INVOICE_NOT_FOUND', message: 'There is no such invoice.', invoiceId: 'no' } } });
  });

  it('holds nothing of another subgraph of the same process', () => {
    const other = buildSubgraph({ resolvers: [ParcelResolver] });
    expect(other.sdl).not.toMatch(/Invoice|PageInfo/);
    expect(sdl).not.toMatch(/Parcel/);
    expect(other.sdl).toMatch(/union SendResult = Parcel \| ParcelLost/);
  });

  it('does not start when an entity has no reference resolver, or a resolver no entity', () => {
    expect(() => buildSubgraph({ resolvers: [InvoiceResolver] })).toThrow('no reference resolver: Invoice');
    expect(() => buildSubgraph({ resolvers: [ParcelResolver], referenceResolvers: { Parcel: () => Promise.resolve([]) } })).toThrow('no type with a resolvable @key: Parcel');
  });
});
