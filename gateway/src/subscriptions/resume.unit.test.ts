import type { FetchNode } from '@apollo/query-planner';
import { buildSchema, OperationTypeNode, parse, validate } from 'graphql';
import { upstreamOperation } from './resume';

const schema = buildSchema(`
  type Event { cursor: String! note: String! }
  type Order { id: ID! }
  union Either = Event | Order
  type Query { x: Int }
  type Subscription { timeline(orderId: ID!, after: String): Event! order(id: ID!, after: String): Order! either(after: String): Either! }
`);

const fetchOf = (operation: string, variableUsages: string[] = []): FetchNode => ({ kind: 'Fetch', serviceName: 's', operation, operationName: undefined, operationKind: OperationTypeNode.SUBSCRIPTION, variableUsages });

describe('the upstream operation of a subscription', () => {
  it.each([
    ['no cursor', 'subscription($id: ID!) { timeline(orderId: $id) { note } }', null],
    ['a cursor in a variable', 'subscription($id: ID!, $from: String) { timeline(orderId: $id, after: $from) { note } }', 'c5'],
    ['a cursor in the text', 'subscription($id: ID!) { timeline(orderId: $id, after: "c7") { note } }', 'c7'],
    ['an alias', 'subscription($id: ID!) { t: timeline(orderId: $id) { note cursor } }', null],
  ])('with %s starts where the client said, is valid, and goes on behind the last event', (_what, text, start) => {
    const names = [...text.matchAll(/\$(\w+):/g)].map(([, name]) => name ?? '');
    const operation = upstreamOperation(schema, fetchOf(text, names), { id: 'o1', from: 'c5', other: 1 });
    expect(validate(schema, parse(operation.payload.query))).toEqual([]);
    expect(operation.payload.variables).toEqual({ id: 'o1', gateway_after: start });
    const key = text.includes(' t:') ? 't' : 'timeline';
    operation.remember({ [key]: { note: 'a', gateway_cursor: 'c8' } });
    operation.remember({ [key]: null });
    operation.remember(null);
    expect(operation.payload.variables['gateway_after']).toBe('c8');
  });

  it.each(['subscription { order(id: 1, after: "x") { id } }', 'subscription { either(after: "x") { __typename } }'])('is left as it is where events carry no cursor: %s', (text) =>
    expect(upstreamOperation(schema, fetchOf(text), {}).payload.query).toBe(text));
});
