import { createClient as createSseClient } from 'graphql-sse';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { happen } from './testing/subgraphs';
import { merchantId, post, startSmallWorld, until, type SmallWorld } from './testing/small-world';

type Event = { data?: { timeline: Record<string, unknown> } | null; errors?: readonly { message?: string; extensions?: object }[] };
type Watch = { events: Event[]; ended?: unknown; stop(): void };

const timeline = 'subscription($after: String) { timeline(orderId: "o1", after: $after) { note } }';

describe.each(['WebSocket', 'SSE'] as const)('a subscription over %s', (kind) => {
  let world: SmallWorld;
  const clients: (Client | { dispose(): void })[] = [];
  beforeEach(async () => {
    world = await startSmallWorld();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    await world.stop();
  });

  const clientOf = (token: string) => {
    const client =
      kind === 'WebSocket'
        ? createClient({ url: world.gateway.wsUrl, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { authorization: `Bearer ${token}` } })
        : createSseClient({ url: world.gateway.sseUrl, retryAttempts: 0, headers: { authorization: `Bearer ${token}` } });
    clients.push(client);
    return client;
  };
  const watch = (query: string, variables: Record<string, unknown> = {}, token = world.admin): Watch => {
    const watched: Watch = { events: [], stop: () => undefined };
    watched.stop = clientOf(token).subscribe(
      { query, variables },
      {
        next: (event: unknown) => void watched.events.push(event as Event),
        error: (error: unknown) => (watched.ended = error),
        complete: () => (watched.ended ??= 'complete'),
      },
    );
    return watched;
  };
  const notes = ({ events }: Watch) => events.map(({ data }) => data?.timeline['note']);
  const listening = (count = 1) => until(() => world.state.readers.size === count);

  it('carries fields of the other subgraphs, aliases, fragments and variables as a query does', async () => {
    const query = `subscription($id: ID!, $with: Boolean!) { change: timeline(orderId: $id) { at: cursor order { ...P } } }
      fragment P on Order { number payment { paid receipt @include(if: $with) { number } } }`;
    const watched = watch(query, { id: 'o1', with: true });
    await listening();
    world.state.paid = 100;
    happen(world.state, 'o2', 'not ours');
    happen(world.state, 'o1', 'paid');
    await until(() => watched.events.length === 1);
    world.state.paid = 250;
    happen(world.state, 'o1', 'paid more');
    await until(() => watched.events.length === 2);
    const change = (at: string, paid: number) => ({ data: { change: { at, order: { number: 'N-o1', payment: { paid, receipt: { number: 'R-p-o1' } } } } } });
    expect(watched.events).toEqual([change('c2', 100), change('c3', 250)]);
  });

  it('replays what came after a cursor and goes on from there', async () => {
    for (const note of ['a', 'b', 'c']) happen(world.state, 'o1', note);
    const watched = watch(timeline, { after: 'c1' });
    await until(() => watched.events.length === 2);
    happen(world.state, 'o1', 'd');
    await until(() => watched.events.length === 3);
    expect([notes(watched), world.state.opened]).toEqual([['b', 'c', 'd'], ['c1']]);
  });

  it.each([
    ['a cursor in a variable', timeline, { after: null }],
    ['no cursor', 'subscription { timeline(orderId: "o1") { note } }', {}],
    ['a cursor in the text', 'subscription { timeline(orderId: "o1", after: "c0") { note } }', {}],
  ])('with %s loses and repeats nothing while the subgraph is killed again and again', async (_what, query, variables) => {
    const watched = watch(query, variables);
    await listening();
    const all: string[] = [];
    const more = (note: string): void => {
      all.push(note);
      happen(world.state, 'o1', note);
    };
    for (const round of [1, 2, 3]) {
      more(`live ${round}`);
      await until(() => watched.events.length === all.length);
      world.cables.orders.cut();
      await listening(0);
      more(`missed ${round}a`);
      more(`missed ${round}b`);
      world.cables.orders.mend();
      await until(() => watched.events.length === all.length);
    }
    await listening();
    expect(notes(watched)).toEqual(all);
    expect(watched.ended).toBeUndefined();
    expect(world.state.opened.slice(1)).toEqual(['c1', 'c4', 'c7']);
  }, 30_000);

  it('waits for a subgraph that is not there yet', async () => {
    world.cables.orders.cut();
    const watched = watch(timeline);
    await new Promise((resolve) => setTimeout(resolve, 300));
    world.cables.orders.mend();
    await listening();
    happen(world.state, 'o1', 'a');
    await until(() => watched.events.length === 1);
    expect(notes(watched)).toEqual(['a']);
  });

  it('gives the event without the part that is missing when another subgraph is gone', async () => {
    const watched = watch('subscription { timeline(orderId: "o1") { note order { payment { paid } } } }');
    await listening();
    world.cables.payments.cut();
    happen(world.state, 'o1', 'a');
    await until(() => watched.events.length === 1);
    expect(watched.events[0]).toEqual({
      data: { timeline: { note: 'a', order: { payment: null } } },
      errors: [{ message: expect.stringContaining('not available'), extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
  });

  it('leaves no listener and no connection behind when the client goes', async () => {
    const watched = [watch(timeline), watch(timeline), watch(timeline)];
    await listening(3);
    for (const { stop } of watched) stop();
    await listening(0);
    await until(() => world.cables.orders.connections() === 0);
    expect(world.cables.orders.connections()).toBe(0);
  });

  it('ends when the token expires, and leaves nothing behind', async () => {
    const watched = watch(timeline, {}, await world.issuer.token({ role: 'ADMIN', merchantId, lifeSeconds: 2 }));
    await listening();
    await until(() => watched.ended !== undefined);
    if (kind === 'WebSocket') expect(watched.ended).toMatchObject({ code: 4403 });
    else expect(watched.events.at(-1)?.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED', reason: 'TOKEN_EXPIRED' });
    await listening(0);
  }, 15_000);

  it('that the subgraph ends by itself is an error, never a silent end', async () => {
    const watched = watch(timeline);
    await listening();
    for (const reader of [...world.state.readers]) reader.end();
    await until(() => watched.ended !== undefined);
    const said = kind === 'WebSocket' ? (watched.ended as object[])[0] : watched.events.at(-1)?.errors?.[0];
    expect(said).toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
  });

  it('tells why the subgraph refused it, and completes', async () => {
    const watched = watch('subscription { timeline(orderId: "none") { note } }');
    await until(() => watched.ended !== undefined);
    expect([watched.events, watched.ended]).toEqual([[{ data: null, errors: [expect.objectContaining({ message: 'There is no such order.', extensions: { code: 'NOT_FOUND' } })] }], 'complete']);
  });

  it('is opened again when the subgraph broke down at its opening, and says so only after several times', async () => {
    world.state.breakdowns = 3;
    const watched = watch(timeline);
    await listening();
    happen(world.state, 'o1', 'a');
    await until(() => watched.events.length === 1);
    expect([notes(watched), watched.ended]).toEqual([['a'], undefined]);
  });

  it('that falls behind by more than a thousand events gets what waited, is told so, and goes on behind its last cursor', async () => {
    const query = 'subscription($after: String) { timeline(orderId: "o1", after: $after) { cursor note order { payment { paid } } } }';
    const first = watch(query);
    await listening();
    const all: string[] = [];
    for (const burst of [1, 2]) {
      const notesOfBurst = Array.from({ length: 900 }, (_, index) => `${burst}.${index}`);
      for (const note of notesOfBurst) happen(world.state, 'o1', note);
      all.push(...notesOfBurst);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await until(() => first.ended !== undefined);
    const told = kind === 'WebSocket' ? (first.ended as object[])[0] : first.events.pop()?.errors?.[0];
    expect(told).toMatchObject({ message: expect.stringContaining('last cursor'), extensions: { code: 'FELL_BEHIND' } });
    const second = watch(query, { after: first.events.at(-1)?.data?.timeline['cursor'] });
    await until(() => first.events.length + second.events.length === all.length);
    expect([...notes(first), ...notes(second)]).toEqual(all);
  }, 30_000);

  it('hides what broke in a subgraph', async () => {
    const watched = watch('subscription { broken { id } }');
    await until(() => watched.ended !== undefined || watched.events.length > 0);
    expect(JSON.stringify([watched.events, watched.ended])).toContain('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify([watched.events, watched.ended])).not.toMatch(/CANARY|stack/);
  });

  it.each([
    ['nested too deep', 'subscription { timeline(orderId: "o1") { order { child { child { child { child { child { child { child { child { child { child { child { child { child { child { id } } } } } } } } } } } } } } } } }', 'QUERY_TOO_DEEP'],
    ['to an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['that is a mutation', 'mutation { touch(id: "1", idempotencyKey: "k") { id } }', 'BAD_REQUEST'],
    ['that is a query', '{ me }', 'BAD_REQUEST'],
    ['with a card number', 'subscription { timeline(orderId: "4111111111111111") { note } }', 'CARD_NUMBER_REFUSED'],
    ['that lacks a variable', 'subscription($id: ID!) { timeline(orderId: $id) { note } }', 'BAD_USER_INPUT'],
    ['of 5000 aliases', `subscription { timeline(orderId: "o1") { ${Array.from({ length: 5_000 }, (_, index) => `a${index}: note`).join(' ')} } }`, 'GRAPHQL_PARSE_FAILED'],
  ])('%s is refused and nothing is opened', async (_what, query, code) => {
    if (kind === 'SSE') {
      const answer = await post(world.gateway.sseUrl, JSON.stringify({ query }), { authorization: `Bearer ${world.admin}`, accept: 'text/event-stream' });
      expect([answer.status, answer.body.errors?.[0]?.extensions['code']]).toEqual([400, code]);
    } else {
      const watched = watch(query);
      await until(() => watched.ended !== undefined);
      expect(watched.ended).toMatchObject([{ extensions: { code } }]);
    }
    expect([world.state.opened, world.state.touched]).toEqual([[], 0]);
  });

  it.each([['no token', ''], ['a token of another issuer', 'eyJhbGciOiJFUzI1NiJ9.e30.x']])('with %s is refused', async (_what, token) => {
    if (kind === 'SSE') {
      const answer = await post(world.gateway.sseUrl, JSON.stringify({ query: timeline }), token ? { authorization: `Bearer ${token}` } : {});
      expect([answer.status, answer.body.errors?.[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    } else {
      const watched = watch(timeline, {}, token);
      await until(() => watched.ended !== undefined);
      expect(watched.ended).toMatchObject({ code: 4401 });
    }
  });

  it('is told to come back elsewhere when the gateway stops', async () => {
    const watched = watch(timeline);
    await listening();
    await world.gateway.stop();
    await until(() => watched.ended !== undefined);
    if (kind === 'WebSocket') expect(watched.ended).toMatchObject({ code: 1001 });
    else expect(watched.events.at(-1)?.errors?.[0]?.extensions).toEqual({ code: 'SERVER_STOPPING' });
    await listening(0);
  });
});
