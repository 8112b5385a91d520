import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { systemClock } from '../clock';
import { createEdge, type Edge, type EdgeAddress } from '../http/edge';
import { bodyHashOf, identityHeader, signIdentity, type Actor, type IdentityKeys } from '../identity';
import type { MerchantId } from '../ids';
import { createLog } from '../log';
import type { GraphContext } from './context';
import { serveSubgraph } from './serve-subgraph';
import { pushStream, type PushStream } from './streams';

const keys: IdentityKeys = { current: { kid: 'k1', secret: 's'.repeat(32) } };
const actor = (): Actor => ({ role: 'ADMIN', merchantId: 'm1' as MerchantId, subject: 'ann', expiresAt: Date.now() + 60_000 });

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
  type Order @key(fields: "id") { id: ID! paid: Int! }
  type Query { merchant: String! bug: String! refused: String! }
  type Subscription { orderChanged: Order! }
`);

describe('a served subgraph', () => {
  let edge: Edge;
  let address: EdgeAddress;
  let source: PushStream<{ id: string }>;
  let listeners = 0;
  let paid = 0;
  const logged: string[] = [];
  const clients: Client[] = [];

  const schema = buildSubgraphSchema([
    {
      typeDefs,
      resolvers: {
        Query: {
          merchant: (_: unknown, __: unknown, { actor: asking }: GraphContext) => asking.merchantId,
          bug: () => {
            throw new Error('CANARY at 10.0.0.1');
          },
          refused: () => {
            throw new GraphQLError('Not now.', { extensions: { code: 'TOO_EARLY', secret: 'CANARY' } });
          },
        },
        Order: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          paid: ({ id }: { id: string }, _: unknown, { loaders }: GraphContext) => loaders.of<string, number>('paid', (ids) => Promise.resolve(ids.map(() => paid))).load(id),
        },
        Subscription: {
          orderChanged: {
            subscribe: () => {
              listeners += 1;
              source = pushStream({ onReturn: () => (listeners -= 1) });
              return source.stream;
            },
            resolve: (order: unknown) => order,
          },
        },
      },
    },
  ]);

  beforeEach(async () => {
    const log = createLog({ service: 'payments' }, { write: (line: string) => void logged.push(line) });
    edge = createEdge({ log, ready: () => Promise.resolve(true) });
    await serveSubgraph({ edge, schema, identityKeys: keys, audience: 'payments', context: () => ({}), log, clock: systemClock });
    address = await edge.listen(0);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    await edge.stop();
  });

  const sign = (body: string, over: object = {}) =>
    signIdentity({ actor: actor(), keys, audience: 'payments', method: 'POST', path: '/graphql', bodyHash: bodyHashOf(body), now: new Date(), ...over });
  const send = async (body: string, identity?: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${address.url}/graphql`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...(identity ? { [identityHeader]: identity } : {}), ...headers },
    });
    return { status: answer.status, body: (await answer.json()) as { data?: unknown; errors?: { message: string; extensions: object }[] } };
  };
  const ask = (operation: object) => send(JSON.stringify(operation), sign(JSON.stringify(operation)));
  const socket = (identity: () => unknown): Client => {
    const client = createClient({ url: `${address.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: () => ({ identity: identity() }) });
    clients.push(client);
    return client;
  };
  const signSocket = (over: object = {}) => sign('', { method: 'WS', ...over });

  it('answers the actor that the gateway signed for', async () =>
    expect(await ask({ query: '{ merchant }' })).toEqual({ status: 200, body: { data: { merchant: 'm1' } } }));

  it.each(['{ merchant }', '{ _service { sdl } }', 'query { _entities(representations: [{ __typename: "Order", id: "o1" }]) { __typename } }', '{ __schema { types { name } } }'])(
    'answers 401 to %s without an identity, for another service, replayed, or over another body',
    async (query) => {
      const body = JSON.stringify({ query });
      const used = sign(body);
      expect((await send(body, used)).status).toBe(200);
      for (const identity of [undefined, used, sign(body, { audience: 'tokens' }), sign(`${body} `), 'v1.k1.x.y']) {
        expect(await send(body, identity)).toEqual({ status: 401, body: { errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }] } });
      }
    },
  );

  it.each([
    ['malformed JSON', '{"query":', 400, {}],
    ['a list', '[{"query":"{ merchant }"}]', 400, {}],
    ['a form', 'query={merchant}', 400, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', '{"query":"{ merchant }"}', 400, { 'content-type': 'text/plain' }],
    ['a body over 1 MB', JSON.stringify({ query: '{ merchant }', x: 'x'.repeat(1_100_000) }), 413, {}],
    ['too many tokens', JSON.stringify({ query: `{ ${'merchant '.repeat(20_000)} }` }), 400, {}],
  ])('refuses %s in JSON', async (...[, body, status, headers]) => {
    const answer = await send(body, sign(body), headers);
    expect(answer).toMatchObject({ status, body: { errors: [{ message: expect.any(String), extensions: expect.objectContaining({ code: expect.any(String) }) }] } });
  });

  it('takes 100 references at once and not 101', async () => {
    const entities = (count: number) =>
      ask({ query: 'query($r: [_Any!]!) { _entities(representations: $r) { ... on Order { id } } }', variables: { r: Array.from({ length: count }, (_, id) => ({ __typename: 'Order', id: `${id}` })) } });
    expect((await entities(100)).status).toBe(200);
    expect(await entities(101)).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'TOO_MANY_REPRESENTATIONS' } }] } });
  });

  it('hides what broke from the asker and tells the log', async () => {
    const { body } = await ask({ query: '{ bug }' });
    expect(body.errors).toEqual([expect.objectContaining({ message: 'Something went wrong on our side.', extensions: { code: 'INTERNAL_SERVER_ERROR' } })]);
    expect(logged.join('')).toContain('CANARY at 10.0.0.1');
    expect((await ask({ query: '{ refused }' })).body.errors?.[0]).toMatchObject({ message: 'Not now.', extensions: { code: 'TOO_EARLY' } });
    expect(JSON.stringify(await ask({ query: '{ refused }' }))).not.toContain('CANARY');
  });

  it('pushes each event with what is true at that moment, and forgets a reader who leaves', async () => {
    const events = socket(signSocket).iterate<{ orderChanged: { paid: number } }>({ query: 'subscription { orderChanged { id paid } }' });
    const seen: unknown[] = [];
    for (const sum of [100, 250]) {
      const next = events.next();
      while (listeners === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      paid = sum;
      source.push({ id: 'o1' });
      seen.push((await next).value);
    }
    expect(seen).toEqual([{ data: { orderChanged: { id: 'o1', paid: 100 } } }, { data: { orderChanged: { id: 'o1', paid: 250 } } }]);
    await events.return?.();
    while (listeners > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(listeners).toBe(0);
  });

  it.each([
    ['without an identity', () => undefined],
    ['for another service', () => signSocket({ audience: 'tokens' })],
    ['signed for an HTTP request', () => sign('')],
  ])('refuses a socket %s', async (_what, identity) => {
    const events = socket(identity).iterate({ query: 'subscription { orderChanged { id } }' });
    await expect(events.next()).rejects.toMatchObject({ code: 4403 });
  });

  it('ends a socket when the identity on it expires', async () => {
    const events = socket(() => signSocket({ actor: { ...actor(), expiresAt: Date.now() + 300 } })).iterate({ query: 'subscription { orderChanged { id } }' });
    await expect(events.next()).rejects.toMatchObject({ code: 4403 });
    while (listeners > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('says goodbye with 1001 to sockets when it stops', async () => {
    const events = socket(signSocket).iterate({ query: 'subscription { orderChanged { id } }' });
    const next = events.next();
    while (listeners === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const left = expect(next).rejects.toMatchObject({ code: 1001 });
    await edge.stop();
    await left;
  });
});
