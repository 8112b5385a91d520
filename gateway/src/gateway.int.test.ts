import { createHash } from 'node:crypto';
import { bodyHashOf, identityHeader, signIdentity } from '@paygraph/shared/identity';
import type { MerchantId } from '@paygraph/shared/ids';
import { eventually } from '@paygraph/shared/testing/eventually';
import { ask, keys, merchantId, post, startSmallWorld, type SmallWorld } from './testing/small-world';

describe('the gateway', () => {
  let world: SmallWorld;
  beforeAll(async () => {
    world = await startSmallWorld({ limits: { timeoutMs: 1_500, inFlight: 2 } });
  });
  afterAll(() => world.stop());
  beforeEach(() => {
    world.state.hang = false;
    world.state.touched = 0;
    for (const cable of Object.values(world.cables)) cable.mend();
  });

  it('answers one query from three subgraphs', async () => {
    world.state.paid = 4_200;
    expect(await ask(world, '{ order(id: "o1") { number payment { paid receipt { number } } } receiptCount }')).toEqual({
      status: 200,
      body: { data: { order: { number: 'N-o1', payment: { paid: 4_200, receipt: { number: 'R-p-o1' } } }, receiptCount: 7 } },
    });
  });

  it('tells the subgraphs who asks', async () =>
    expect((await ask(world, '{ me merchant }')).body.data).toEqual({ me: 'ADMIN:dev-admin', merchant: merchantId }));

  it('asks a subgraph for more than 100 entities in portions and loses none', async () => {
    world.state.entityBatches.length = 0;
    const { body } = await ask(world, '{ orders(first: 100) { edges { node { payment { id } child { payment { id } } } } } }');
    const edges = (body.data?.['orders'] as { edges: { node: { payment: { id: string }; child: { payment: { id: string } } } }[] }).edges;
    expect(edges.map(({ node }) => [node.payment.id, node.child.payment.id])).toEqual(Array.from({ length: 100 }, (_, index) => [`p-o${index}`, `p-o${index}c`]));
    expect(Math.max(...world.state.entityBatches)).toBeLessThanOrEqual(100);
  });

  it('passes on what a subgraph says on purpose and hides what broke', async () => {
    const { body } = await ask(world, '{ bug refused }');
    expect(body.data).toEqual({ bug: null, refused: null });
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { message: 'Not now.', path: ['refused'], extensions: { code: 'TOO_EARLY' } },
        { message: 'Something went wrong on our side.', path: ['bug'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
      ]),
    );
    expect(JSON.stringify(body)).not.toMatch(/CANARY|10\.0\.0\.1|orders"/);
  });

  it('lets the client know which variable a subgraph refused', async () => {
    const { body } = await ask(world, 'query($a: MinorUnits!) { refund(amount: $a) }', { a: '100' });
    expect(body.errors?.[0]).toMatchObject({ message: expect.stringContaining('whole number of minor units'), extensions: { code: 'BAD_AMOUNT' } });
  });

  it('gives the part of the answer that it has when a subgraph is gone', async () => {
    world.cables.payments.cut();
    const { status, body } = await ask(world, '{ order(id: "o1") { number payment { paid } } }');
    expect([status, body.data]).toEqual([200, { order: { number: 'N-o1', payment: null } }]);
    expect(body.errors).toEqual([{ message: expect.stringContaining('not available'), extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  });

  it('gives up in time and says of a mutation that its outcome is not known', async () => {
    world.state.hang = true;
    const started = Date.now();
    const slow = await ask(world, '{ slow }');
    expect([slow.body.data, slow.body.errors?.[0]?.extensions]).toEqual([{ slow: null }, { code: 'SERVICE_UNAVAILABLE' }]);
    const touch = await ask(world, 'mutation { touch(id: "o1", idempotencyKey: "k") { id } }');
    expect(touch.body.errors?.[0]).toMatchObject({ message: expect.stringContaining('idempotencyKey'), extensions: { code: 'OUTCOME_UNKNOWN' } });
    expect(world.state.touched).toBe(1);
    expect(Date.now() - started).toBeLessThan(3_900);
  });

  it('turns away with 503 and Retry-After what comes while it is full, and serves again afterwards', async () => {
    world.state.hang = true;
    const before = world.state.slowAsked;
    const inside = [ask(world, '{ slow }'), ask(world, '{ slow }')];
    // Who came first would have taken a place of theirs.
    await eventually(() => expect(world.state.slowAsked).toBe(before + 2), 1_000);
    await eventually(async () => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${world.admin}` };
      const refused = await fetch(world.gateway.url, { method: 'POST', headers, body: JSON.stringify({ query: '{ me }' }) });
      const { errors } = (await refused.json()) as { errors?: { extensions: { code: string } }[] };
      expect([refused.status, refused.headers.get('retry-after'), errors?.[0]?.extensions.code]).toEqual([503, '1', 'OVERLOADED']);
    }, 1_000);
    await Promise.all(inside);
    expect((await ask(world, '{ me }')).status).toBe(200);
  });

  it('says of a mutation that was never sent only that it can be tried again', async () => {
    world.cables.orders.cut();
    await world.cables.orders.stop();
    const touch = await ask(world, 'mutation { touch(id: "o1", idempotencyKey: "k") { id } }');
    expect(touch.body.errors?.[0]?.extensions).toEqual({ code: 'SERVICE_UNAVAILABLE' });
    expect(world.state.touched).toBe(0);
  });
});

describe('what the gateway refuses', () => {
  let world: SmallWorld;
  beforeAll(async () => {
    world = await startSmallWorld({ production: true });
  });
  afterAll(() => world.stop());
  const bearer = () => ({ authorization: `Bearer ${world.admin}` });
  const nested = (depth: number): string => `{ order(id: "o1") ${'{ child '.repeat(depth)}{ id }${' }'.repeat(depth)} }`;
  const json = (query: unknown): string => JSON.stringify({ query });
  const doubled = (levels: number): string =>
    Array.from({ length: levels }, (_, level) => `fragment F${level} on Order { a: child { ...F${level + 1} } b: child { ...F${level + 1} } }`).join(' ') + ` fragment F${levels} on Order { id }`;

  it.each([
    ['5000 aliases', json(`{ ${Array.from({ length: 5_000 }, (_, index) => `a${index}: me`).join(' ')} }`), {}, 400, 'GRAPHQL_PARSE_FAILED'],
    ['31 aliases', json(`{ ${Array.from({ length: 31 }, (_, index) => `a${index}: me`).join(' ')} }`), {}, 400, 'TOO_MANY_ALIASES'],
    ['a depth of 50', json(nested(50)), {}, 400, 'QUERY_TOO_DEEP'],
    ['1000 directives', json(`{ me ${'@include(if: true) '.repeat(1_000)} }`), {}, 400, 'GRAPHQL_PARSE_FAILED'],
    ['31 directives', json(`{ ${'... @include(if: true) { me } '.repeat(31)} }`), {}, 400, 'TOO_MANY_DIRECTIVES'],
    ['fragments that double at each level', json(`{ order(id: "o1") { ...F0 } } ${doubled(12)}`), {}, 400, 'TOO_MANY_ALIASES'],
    ['a list longer than 100', json('{ orders(first: 101) { edges { cursor } } }'), {}, 400, 'BAD_PAGE'],
    ['a list of -1', json('{ orders(first: -1) { edges { cursor } } }'), {}, 400, 'BAD_PAGE'],
    ['a list as long as a variable says', JSON.stringify({ query: 'query($n: Int) { orders(first: $n) { edges { cursor } } }', variables: { n: 1_000_000 } }), {}, 400, 'BAD_PAGE'],
    ['a query of 1 MB', json(`{ me } #${'x'.repeat(1_000_000)}`), {}, 413, 'BODY_TOO_LARGE'],
    ['a fragment cycle', json('{ order(id: "o1") { ...A } } fragment A on Order { child { ...B } } fragment B on Order { child { ...A } }'), {}, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a batch', `[${json('{ me }')},${json('{ me }')}]`, {}, 400, 'BAD_REQUEST'],
    ['plain text', json('{ me }'), { 'content-type': 'text/plain' }, 400, 'BAD_REQUEST'],
    ['a form', 'query={me}', { 'content-type': 'application/x-www-form-urlencoded' }, 400, 'BAD_REQUEST'],
    ['a compressed body', json('{ me }'), { 'content-encoding': 'gzip' }, 415, 'BAD_REQUEST'],
    ['malformed JSON', '{"query":', {}, 400, 'BAD_REQUEST'],
    ['nothing', '', {}, 400, 'BAD_REQUEST'],
    ['a subscription by POST', json('subscription { timeline(orderId: "o1") { note } }'), {}, 400, 'BAD_REQUEST'],
    ['introspection', json('{ __schema { types { name } } }'), {}, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['the subgraphs\' own fields', json('{ _service { sdl } }'), {}, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown field', json('{ mee }'), {}, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['__proto__ in variables', '{"query":"{ me }","variables":{"__proto__":{"a":1}}}', {}, 400, 'BAD_REQUEST'],
    ['U+0000 in a variable', '{"query":"{ me }","variables":{"a":"\\u0000"}}', {}, 400, 'BAD_REQUEST'],
    ['U+0000 in the query', json('{ order(id: "\\u0000") { id } }'), {}, 400, 'BAD_REQUEST'],
    ['a card number in the query', json('{ order(id: "4111111111111111") { id } }'), {}, 400, 'CARD_NUMBER_REFUSED'],
    ['a card number deep in variables', JSON.stringify({ query: '{ me }', variables: { a: [{ b: 'card 4111 1111 1111 1111' }] } }), {}, 400, 'CARD_NUMBER_REFUSED'],
  ])('%s', async (...[, body, headers, status, code]) => {
    const answer = await post(world.gateway.url, body, { ...bearer(), ...headers });
    expect(answer.status).toBe(status);
    expect(answer.body.errors?.[0]?.extensions['code']).toBe(code);
    expect(JSON.stringify(answer.body)).not.toMatch(/Did you mean|stacktrace|4111/);
  });

  it('operations by GET, a mutation among them', async () => {
    const answer = await fetch(`${world.gateway.url}?query=${encodeURIComponent('mutation { touch(id: "1", idempotencyKey: "k") { id } }')}`, { headers: bearer() });
    expect([answer.status, answer.headers.get('allow'), await answer.json()]).toMatchObject([405, 'POST', { errors: [{ extensions: { code: 'METHOD_NOT_ALLOWED' } }] }]);
    expect(world.state.touched).toBe(0);
  });

  it('a page of another origin, but not one that is listed', async () => {
    const listed = await startSmallWorld({ origins: ['https://admin.shop.ru'] });
    const preflight = (origin: string) => fetch(listed.gateway.url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    expect((await preflight('https://admin.shop.ru')).headers.get('access-control-allow-origin')).toBe('https://admin.shop.ru');
    await listed.stop();
  });

  it('whatever is not on the safelist, when there is one', async () => {
    const text = '{ me }';
    const hash = createHash('sha256').update(text).digest('hex');
    const listed = await startSmallWorld({ safelist: new Map([[hash, text]]) });
    const send = (body: object) => post(listed.gateway.url, JSON.stringify(body), { authorization: `Bearer ${listed.admin}` });
    for (const known of [{ query: text }, { documentId: hash }, { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }]) {
      expect((await send(known)).body.data).toEqual({ me: 'ADMIN:dev-admin' });
    }
    for (const unknown of [{ query: '{ merchant }' }, { documentId: 'x' }, { query: '{ merchant }', documentId: hash }, {}]) {
      expect(await send(unknown)).toMatchObject({ status: 403, body: { errors: [{ extensions: { code: 'OPERATION_NOT_LISTED' } }] } });
    }
    await listed.stop();
  });
});

describe('a subgraph behind the gateway', () => {
  let world: SmallWorld;
  beforeAll(async () => {
    world = await startSmallWorld();
  });
  afterAll(() => world.stop());
  const body = JSON.stringify({ query: '{ _service { sdl } }' });
  const actor = { role: 'ADMIN', merchantId: merchantId as MerchantId, subject: 'a', expiresAt: Date.now() + 60_000 } as const;
  const sign = (over: object = {}) =>
    signIdentity({ actor, keys, audience: 'orders', method: 'POST', path: '/graphql', bodyHash: bodyHashOf(body), now: new Date(), ...over });
  const direct = (identity?: string, text = body) => post(`${world.subgraphUrls.orders}/graphql`, text, identity ? { [identityHeader]: identity } : {});

  it('answers nobody who comes past it: no identity, a client\'s token, another audience, a replay, an altered body', async () => {
    const used = sign();
    expect((await direct(used)).status).toBe(200);
    const refused = [direct(), direct(used), direct(sign({ audience: 'payments' })), direct(sign(), body.replace('sdl', 'sdl ')), direct(sign({ keys: { current: { kid: 'k1', secret: 'x'.repeat(32) } } }))];
    expect((await Promise.all(refused)).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect((await post(`${world.subgraphUrls.orders}/graphql`, body, { authorization: `Bearer ${world.admin}` })).status).toBe(401);
  });
});
