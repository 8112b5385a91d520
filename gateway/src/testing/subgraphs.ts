import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse, type GraphQLSchema } from 'graphql';
import type { GraphContext } from '@paygraph/shared/graphql/context';
import { MinorUnits } from '@paygraph/shared/graphql/scalars';
import { pushStream, type PushStream } from '@paygraph/shared/graphql/streams';

export type TimelineEvent = Readonly<{ cursor: string; orderId: string; note: string }>;
type Reader = PushStream<TimelineEvent> & { orderId: string };
/** What the subgraphs know and what they noticed: a test writes the one and reads the other. */
export type SmallState = {
  events: TimelineEvent[];
  readers: Set<Reader>;
  opened: (string | null)[];
  touched: number;
  paid: number;
  hang: boolean;
  /** How often `slow` was asked for. */
  slowAsked: number;
  entityBatches: number[];
  /** How often the next subscriptions break at their opening. */
  breakdowns: number;
};

export const createState = (): SmallState => ({ events: [], readers: new Set(), opened: [], touched: 0, paid: 0, hang: false, slowAsked: 0, entityBatches: [], breakdowns: 0 });

/** Adds an event to the order's timeline and pushes it to whoever listens. */
export const happen = (state: SmallState, orderId: string, note: string): void => {
  const event = { cursor: `c${state.events.length + 1}`, orderId, note };
  state.events.push(event);
  for (const reader of state.readers) if (reader.orderId === orderId) reader.push(event);
};

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable"])';

export const sdl = {
  orders: `${link}
    type Order @key(fields: "id") { id: ID! number: String! child: Order }
    type OrderEdge { cursor: String! node: Order! }
    type OrderConnection { edges: [OrderEdge!]! }
    type TimelineEvent { cursor: String! note: String! order: Order! }
    type Query { me: String! merchant: String! order(id: ID!): Order orders(first: Int = 20): OrderConnection! bug: String refused: String slow: String }
    type Mutation { touch(id: ID!, idempotencyKey: String!): Order }
    type Subscription { timeline(orderId: ID!, after: String): TimelineEvent! broken: Order! }`,
  payments: `${link}
    scalar MinorUnits
    type Order @key(fields: "id") { id: ID! payment: Payment }
    type Payment @key(fields: "id") { id: ID! paid: MinorUnits! }
    type Query { refund(amount: MinorUnits!): MinorUnits! }`,
  receipts: `${link}
    type Payment @key(fields: "id") { id: ID! receipt: Receipt }
    type Receipt { number: String! }
    type Query { receiptCount: Int! }`,
};

const order = (id: string) => ({ id, number: `N-${id}`, child: { id: `${id}c`, number: `N-${id}c` } });

const readTimeline = (state: SmallState, orderId: string, after: string | null): AsyncIterable<TimelineEvent> => {
  state.opened.push(after);
  const reader: Reader = { ...pushStream<TimelineEvent>({ onReturn: () => state.readers.delete(reader) }), orderId };
  const seen = after === null ? 0 : Number(after.slice(1));
  for (const event of state.events.slice(seen)) if (event.orderId === orderId) reader.push(event);
  state.readers.add(reader);
  return reader.stream;
};

const ordersResolvers = (state: SmallState) => ({
  Query: {
    me: (_: unknown, __: unknown, { actor }: GraphContext) => `${actor.role}:${actor.subject}`,
    merchant: (_: unknown, __: unknown, { actor }: GraphContext) => actor.merchantId,
    order: (_: unknown, { id }: { id: string }) => order(id),
    orders: (_: unknown, { first }: { first: number }) => ({ edges: Array.from({ length: first }, (_unused, index) => ({ cursor: `${index}`, node: order(`o${index}`) })) }),
    bug: () => {
      throw new Error('CANARY at 10.0.0.1');
    },
    refused: () => {
      throw new GraphQLError('Not now.', { extensions: { code: 'TOO_EARLY' } });
    },
    slow: () => {
      state.slowAsked += 1;
      return new Promise((resolve) => setTimeout(() => resolve('late'), state.hang ? 2_000 : 0));
    },
  },
  Mutation: {
    touch: (_: unknown, { id }: { id: string }) => {
      state.touched += 1;
      return new Promise((resolve) => setTimeout(() => resolve(order(id)), state.hang ? 2_000 : 0));
    },
  },
  Order: { __resolveReference: ({ id }: { id: string }) => order(id) },
  TimelineEvent: { order: ({ orderId }: TimelineEvent) => order(orderId) },
  Subscription: {
    timeline: {
      subscribe: (_: unknown, { orderId, after }: { orderId: string; after?: string | null }) => {
        state.breakdowns -= 1;
        if (state.breakdowns >= 0) throw new Error('CANARY the database is away');
        if (orderId === 'none') throw new GraphQLError('There is no such order.', { extensions: { code: 'NOT_FOUND' } });
        return readTimeline(state, orderId, after ?? null);
      },
      resolve: (event: unknown) => event,
    },
    broken: {
      subscribe: () => {
        throw new Error('CANARY in subscribe');
      },
    },
  },
});

const paymentsResolvers = (state: SmallState) => ({
  MinorUnits,
  Query: { refund: (_: unknown, { amount }: { amount: number }) => amount },
  Order: {
    __resolveReference: (reference: { id: string }, { loaders }: GraphContext) =>
      loaders
        .of<string, object>('order', (ids) => {
          state.entityBatches.push(ids.length);
          return Promise.resolve(ids.map((id) => ({ id, payment: { id: `p-${id}`, paid: state.paid } })));
        })
        .load(reference.id),
  },
  Payment: { __resolveReference: ({ id }: { id: string }) => ({ id, paid: state.paid }) },
});

const receiptsResolvers = { Query: { receiptCount: () => 7 }, Payment: { __resolveReference: ({ id }: { id: string }) => ({ id, receipt: { number: `R-${id}` } }) } };

export type SmallName = keyof typeof sdl;

export const schemasOf = (state: SmallState): Record<SmallName, GraphQLSchema> => ({
  orders: buildSubgraphSchema([{ typeDefs: parse(sdl.orders), resolvers: ordersResolvers(state) }]),
  payments: buildSubgraphSchema([{ typeDefs: parse(sdl.payments), resolvers: paymentsResolvers(state) }]),
  receipts: buildSubgraphSchema([{ typeDefs: parse(sdl.receipts), resolvers: receiptsResolvers }]),
});
