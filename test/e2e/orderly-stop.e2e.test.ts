import { createClient } from 'graphql-ws';
import { Client } from 'pg';
import WebSocket from 'ws';
import { readResult } from '@paygraph/gateway/main-job/result';
import type { Shop } from '@paygraph/gateway/main-job/play';
import { graphqlClient } from '@paygraph/gateway/stack/graphql-client';
import { schemas, serviceNames, type ServiceName } from '@paygraph/gateway/stack/schemas';
import { bodyHashOf, identityHeader, signIdentity } from '@paygraph/shared/identity';
import { startInOrder } from '@paygraph/shared/service';
import { eventually } from '@paygraph/shared/testing/eventually';
import { ownKafka } from '@paygraph/shared/testing/kafka';
import { startEmbeddedPostgres } from '@paygraph/shared/testing/postgres';
import { booksOf } from '../kit/books';
import { purchasesDuring } from '../kit/chaos';
import { startGatewayProcess } from '../kit/gateway-process';
import { openRequest, type OpenRequest } from '../kit/open-request';
import type { ServiceProcess } from '../kit/service-process';
import { readSse } from '../kit/sse-reader';
import { startTestStack } from '../kit/stack';

/** Within these pauses a bank's call is nearly always under way. */
const bankTakesMs = 250;
/** Leases of these tests last 2 s, a stop may take 25 s: well below both, so that nothing waited for either. */
const stopWithinMs = 8_000;
const body = '{"query":"{ __typename }"}';
const feed = 'subscription { merchantFeed { cursor } }';

type World = Readonly<{ shop: Shop; processes: ReadonlyMap<ServiceName, ServiceProcess>; gateway: ServiceProcess; ownerUrl: string }>;
let world: World & { stop(): Promise<void> };

/** The same shop in front of another gateway. */
const behind = async ({ url }: ServiceProcess, shop: Shop): Promise<Shop> => {
  const stack = { ...shop.stack, graphql: `${url}/graphql`, ws: `${url.replace('http', 'ws')}/graphql`, sse: `${url}/graphql/stream` };
  const [admin, integration, operator] = await Promise.all((['ADMIN', 'INTEGRATION', 'OPERATOR'] as const).map(async (role) => graphqlClient(stack.graphql, await stack.token(role))));
  if (!admin || !integration || !operator) throw new Error('no clients');
  return { ...shop, stack, admin, integration, operator, customer: graphqlClient(stack.graphql, shop.customerToken) };
};

beforeAll(async () => {
  world = await startInOrder(async (keep) => {
    const kafka = await ownKafka();
    if (kafka) keep(kafka);
    const { ownerUrl } = keep(await startEmbeddedPostgres({ durable: true }));
    const { shop, processes } = keep(await startTestStack({ ownerUrl, apart: serviceNames, bus: kafka ? { kind: 'kafka', brokers: kafka.brokers } : { kind: 'postgres' } }));
    const gateway = keep(await startGatewayProcess(shop.stack));
    shop.stack.simulators.paykeeper.control.setFaults({ latencyMs: bankTakesMs });
    return { shop: await behind(gateway, shop), processes, gateway, ownerUrl };
  });
}, 120_000);
afterAll(() => world.stop(), 60_000);

const inFlightAt = async (name: ServiceName | 'gateway', { url }: ServiceProcess): Promise<OpenRequest> => {
  const { stack } = world.shop;
  if (name === 'gateway') return openRequest({ url: `${url}/graphql`, body, headers: { authorization: `Bearer ${await stack.token('ADMIN')}` } });
  const actor = { merchantId: stack.merchantId, subject: 'e2e', expiresAt: Date.now() + 60_000, role: 'ADMIN' } as const;
  const identity = signIdentity({ actor, keys: stack.world.identityKeys, audience: name, method: 'POST', path: '/graphql', bodyHash: bodyHashOf(body), now: new Date() });
  return openRequest({ url: `${url}/graphql`, body, headers: { [identityHeader]: identity } });
};

/** No longer ready first, then deaf. */
const untilDeaf = async ({ url }: ServiceProcess): Promise<void> => {
  const states: (number | 'refused')[] = [];
  await eventually(async () => {
    states.push(await fetch(`${url}/health/ready`, { headers: { connection: 'close' } }).then(({ status }) => status, () => 'refused' as const));
    expect(states.at(-1)).toBe('refused');
  });
  expect(states.indexOf(503)).toBeGreaterThanOrEqual(0);
  expect(states.lastIndexOf(200)).toBeLessThan(states.indexOf(503));
};

const claimedBy = async (name: ServiceName): Promise<object[]> => {
  const owner = new Client({ connectionString: world.ownerUrl });
  await owner.connect();
  return (await owner.query<object>(`SELECT kind, ref, claimed_until FROM ${schemas[name]}.due_work WHERE claimed_until > now()`).finally(() => owner.end())).rows;
};

/** SIGTERM with a request half sent: what must be true of every process. */
const retireInOrder = async (name: ServiceName | 'gateway', process: ServiceProcess): Promise<void> => {
  const request = await inFlightAt(name, process);
  const retiring = process.retire();
  await untilDeaf(process);
  expect(await request.finish()).toMatchObject({ status: 200, connection: 'close', text: expect.stringContaining('Query') });
  const { code, tookMs } = await retiring;
  expect({ code, inTime: tookMs < stopWithinMs, tookMs }).toMatchObject({ code: 0, inTime: true });
  if (name !== 'gateway') expect(await claimedBy(name)).toEqual([]);
  await process.revive();
};

const expectSoldOnceWhile = async (name: string, strike: () => Promise<void>): Promise<void> => {
  const { shop, gateway } = world;
  const printed = gateway.output().length;
  const { played, underWay } = await purchasesDuring(shop, { name, strike });
  expect(underWay).toBeGreaterThan(0);
  for (const purchase of played) {
    expect(booksOf(shop, purchase)).toEqual({ chargedKopecks: 269_988, sold: { prepayment: 269_988, closing: 269_988 }, returned: 0, documents: 4, printedTwice: [] });
    const numbers = purchase.watch.entries.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(await readResult(shop, purchase)).toMatchObject({ order: { status: 'COMPLETED' }, ledgerBalanced: true });
  }
  // A fetch whose answer was cut off, as against one that never left.
  expect(gateway.output().slice(printed).split('\n').filter((line) => line.includes('"kind":"unknown"'))).toEqual([]);
};

const apart = (name: ServiceName): ServiceProcess => {
  const process = world.processes.get(name);
  if (!process) throw new Error(`${name} does not run apart`);
  return process;
};

/** Those that no step of a purchase waits for share a turn. */
const turns: readonly (readonly ServiceName[])[] = [['merchants', 'tokens'], ['payments'], ['fiscalization'], ['orders-sync']];

describe('a process that is told to stop while purchases are under way stops in order, loses nothing and starts again', () => {
  it.each(turns.map((names) => ({ names, who: names.join(' and ') })))('$who', ({ names }) => expectSoldOnceWhile(`STOP-${names.join('-')}`, async () => {
    await Promise.all(names.map((name) => retireInOrder(name, apart(name))));
  }), 60_000);

  it('gateway; its watchers are told to come back', async () => {
    const { shop: { stack }, gateway } = world;
    const token = await stack.token('ADMIN');
    const told: unknown[] = [];
    const client = createClient({ url: stack.ws, webSocketImpl: WebSocket, lazy: false, retryAttempts: 0, onNonLazyError: () => undefined, connectionParams: { authorization: `Bearer ${token}` } });
    client.on('closed', (event) => told.push((event as { code: number }).code));
    await new Promise((connected) => client.on('connected', connected));
    const leave = readSse({ url: stack.sse, token, body: { query: feed } }, { event: ({ event, data }) => told.push(event === 'next' ? (JSON.parse(data) as object) : event), ended: () => undefined });
    await expectSoldOnceWhile('STOP-gateway', () => retireInOrder('gateway', gateway));
    leave();
    expect(told).toContain(1001);
    expect(told).toContainEqual(expect.objectContaining({ errors: [expect.objectContaining({ extensions: { code: 'SERVER_STOPPING' } })] }));
  }, 60_000);
});
