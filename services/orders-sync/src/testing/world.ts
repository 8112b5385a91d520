import { testRolePassword as password } from '@paygraph/shared/testing/kernel-database';
import { catalogue } from '@paygraph/schema/events/index';
import { systemClock, type Clock } from '@paygraph/shared/clock';
import { migrateService, roleUrl } from '@paygraph/shared/db/migrate';
import { bodyHashOf, identityHeader, signIdentity, type Actor, type IdentityKeys } from '@paygraph/shared/identity';
import { newId, type MerchantId } from '@paygraph/shared/ids';
import { createLog } from '@paygraph/shared/log';
import { registerEventCatalogue } from '@paygraph/shared/messaging/events';
import type { Bus, Delivered } from '@paygraph/shared/messaging/bus';
import { createPostgresBus, migrateBus } from '@paygraph/shared/messaging/postgres-bus';
import { generateSealingKeys, type SealingKeys } from '@paygraph/shared/seal';
import type { RunningService } from '@paygraph/shared/service';
import { testDatabase } from '@paygraph/shared/testing/test-database';
import { createClient } from 'graphql-ws';
import { Client } from 'pg';
import WebSocket from 'ws';
import { migrations } from '../../migrations/index';
import { createOrdersSync } from '../service';

const keys: IdentityKeys = { current: { kid: 'test', secret: 't'.repeat(32) } };
const audience = 'orders-sync';
const path = '/graphql';

type ShownMoney = Readonly<{ amount: number }>;
export type ShownLine = Readonly<{ id: string; kind: string; name: string; total: ShownMoney; quantityMilli: number; pickedMilli: number | null }>;
export type ShownChild = Readonly<{ id: string; number: string; status: string; total: ShownMoney; lines: readonly ShownLine[] }>;
export type ShownEntry = Readonly<{ cursor: string; seq: number; kind: string; orderId: string }>;
export type ShownOrder = Readonly<{ id: string; number: string; status: string; total: ShownMoney; children: readonly ShownChild[] }>;
/** What a root field may answer with, as far as these tests look into it. */
export type Shown = Partial<ShownOrder & ShownEntry> & Readonly<{
  __typename?: string; order?: ShownOrder; code?: string; message?: string; field?: string;
  timeline?: Readonly<{ edges: readonly Readonly<{ node: ShownEntry }>[]; pageInfo: Readonly<{ hasNextPage: boolean; endCursor: string | null }> }>;
  edges?: readonly Readonly<{ node: ShownOrder }>[]; pageInfo?: Readonly<{ hasNextPage: boolean; endCursor: string | null }>;
}>;
export type Answer = { data?: Record<string, Shown | null> | null; errors?: { message: string; extensions: Record<string, unknown> }[] };

type Part = Readonly<{ childOrderId: string; total: number; lines: readonly object[] }>;
/** An event that the service told, as far as these tests look into it. */
export type Told = Readonly<{
  type: string; aggregateId: string; aggregateVersion: number;
  body: Readonly<{ orderId: string; seq: number; kind: string; requestId: string; total: number; reason: string; children: readonly Part[]; sealedContact: Record<'payments' | 'fiscalization', string> }>;
}>;
export type EventToPublish = Readonly<{ topic: string; type: string; aggregateId: string; aggregateVersion: number; merchantId: string; body: object; occurredAt?: string }>;

export type World = Readonly<{
  service: RunningService;
  url: string;
  sealing: Readonly<Record<'own' | 'payments' | 'fiscalization', SealingKeys>>;
  logged: string[];
  ask(actor: Actor, query: string, variables?: object): Promise<Answer>;
  watch(actor: Actor, query: string, variables?: object): AsyncIterableIterator<Answer>;
  publish(...events: readonly EventToPublish[]): Promise<void>;
  /** What this service has told on its topics so far. */
  told(topic: string): Told[];
  sql<T extends object = Record<string, unknown>>(text: string, params?: unknown[]): Promise<T[]>;
  /** `sql` under the name that storage functions call. */
  query<T extends object = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<T[]>;
  /** A second process of the same service on the same database. */
  startReplica(): Promise<RunningService>;
  stop(): Promise<void>;
}>;

export const actorOf = (role: Actor['role'], merchantId: string, over: Partial<Actor> = {}): Actor =>
  ({ role, merchantId: merchantId as MerchantId, subject: 'tester', expiresAt: Date.now() + 600_000, ...over });

const identity = (actor: Actor, method: string, body: string): string => signIdentity({ actor, keys, audience, method, path, bodyHash: bodyHashOf(body), now: new Date() });

const asker = (url: string) => async (actor: Actor, query: string, variables: object = {}): Promise<Answer> => {
  const body = JSON.stringify({ query, variables });
  const answer = await fetch(`${url}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', [identityHeader]: identity(actor, 'POST', body) } });
  return (await answer.json()) as Answer;
};

const watcher = (url: string, sockets: { dispose(): unknown }[]) => (actor: Actor, query: string, variables: object = {}): AsyncIterableIterator<Answer> => {
  const socket = createClient({ url: `${url.replace('http', 'ws')}${path}`, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: () => ({ identity: identity(actor, 'WS', '') }) });
  sockets.push(socket);
  return socket.iterate({ query, variables: variables as Record<string, unknown> }) as AsyncIterableIterator<Answer>;
};

const publisher = (bus: Bus) => (...events: readonly EventToPublish[]): Promise<void> =>
  bus.publish(events.map(({ topic, occurredAt = new Date().toISOString(), ...event }) =>
    ({ topic, key: event.aggregateId, headers: {}, value: JSON.stringify({ eventId: newId(), version: 1, occurredAt, ...event }) })));

/** The service on a real Postgres and the Postgres bus, and everything a test needs to talk to it from outside. */
export const startWorld = async ({ clock = systemClock }: { clock?: Clock } = {}): Promise<World> => {
  registerEventCatalogue(catalogue);
  const database = await testDatabase();
  await migrateBus({ ownerUrl: database.ownerUrl, rolePassword: password });
  await migrateService({ ownerUrl: database.ownerUrl, service: 'orders_sync', rolePassword: password, migrations });
  const logged: string[] = [];
  const log = createLog({ service: 'orders-sync', level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const sealing = { own: await generateSealingKeys(), payments: await generateSealingKeys(), fiscalization: await generateSealingKeys() };
  const busUrl = roleUrl(database.ownerUrl, 'bus', password);
  const bus = createPostgresBus({ url: busUrl, poolSize: 2, log });
  const topics = catalogue.map(({ topic, compacted }) => ({ name: topic, partitions: 6, compacted }));
  await bus.ensureTopics(topics);
  const start = (): Promise<RunningService> =>
    createOrdersSync({
      databaseUrl: roleUrl(database.ownerUrl, 'orders_sync', password), poolSize: 5, bus, identityKeys: keys, sealingKeys: sealing.own,
      peerSealingKeys: { payments: sealing.payments.publicJwk, fiscalization: sealing.fiscalization.publicJwk }, log, crash: () => undefined, clock, port: 0,
    });
  const service = await start();
  const heard: Delivered[] = [];
  const own = topics.filter(({ name }) => name.startsWith('orders.')).map(({ name }) => name);
  const ear = await bus.subscribe({ group: 'test-ear', topics: own, from: 'earliest', onBatch: async (batch) => void heard.push(...batch) });
  const owner = new Client({ connectionString: database.ownerUrl, options: '-c search_path=orders_sync' });
  await owner.connect();
  const sockets: { dispose(): unknown }[] = [];
  const replicas: RunningService[] = [];
  const query = async <T extends object>(text: string, params: readonly unknown[] = []): Promise<T[]> => (await owner.query<T>(text, [...params])).rows;
  return {
    service, url: service.url, sealing, logged,
    ask: asker(service.url),
    watch: watcher(service.url, sockets),
    publish: publisher(bus),
    told: (topic) => heard.filter((message) => message.topic === topic).map(({ value }) => JSON.parse(value) as Told),
    sql: query,
    query,
    startReplica: async () => {
      const replica = await start();
      replicas.push(replica);
      return replica;
    },
    stop: async () => {
      for (const socket of sockets) await socket.dispose();
      for (const replica of replicas) await replica.stop();
      await service.stop();
      await ear.stop();
      await bus.stop();
      await owner.end();
      await database.stop();
    },
  };
};

/** Asks a service by its address, for tests that talk to a replica. */
export const askAt = asker;
