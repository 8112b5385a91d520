import { randomBytes } from 'node:crypto';
import { Client, Pool } from 'pg';
import { createLog } from '../log';
import type { Bus } from '../messaging/bus';
import { createKafkaBus } from '../messaging/kafka-bus';
import { createPostgresBus, migrateBus, trimPostgresBus } from '../messaging/postgres-bus';
import { roleUrl } from '../db/migrate';
import { kafkaForTests, ownKafka } from './kafka';
import { testRolePassword } from './kernel-database';
import { testDatabase } from './test-database';

export type BusAddress =
  | Readonly<{ kind: 'postgres'; url: string }>
  | Readonly<{ kind: 'kafka'; brokers: readonly string[]; prefix: string; sessionTimeoutMs: number }>;

/** A place where buses of one kind can be made and hurt. */
export type BusWorld = Readonly<{
  /** For a bus in another process. */
  address: BusAddress;
  /** A bus as another process would have: no memory shared with the others. */
  connect(): Bus;
  /** Hurts the broker in the way its kind can be hurt, and comes back, after `awayMs` where it can be away. `undefined` when it is not ours to hurt. */
  disturb?: (awayMs?: number) => Promise<void>;
  /** Makes compaction happen now, where that can be asked for. */
  compact(): Promise<void>;
  stop(): Promise<void>;
}>;

const log = createLog({ service: 'bus-test', level: process.env['TEST_LOG'] ?? 'fatal' });

const onOwner = async (ownerUrl: string, text: string): Promise<void> => {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(text);
  await client.end();
};

export const postgresWorld = async (): Promise<BusWorld> => {
  const { ownerUrl, stop } = await testDatabase();
  await migrateBus({ ownerUrl, rolePassword: testRolePassword });
  const url = roleUrl(ownerUrl, 'bus', testRolePassword);
  const buses: Bus[] = [];
  return {
    address: { kind: 'postgres', url },
    connect: () => {
      const bus = createPostgresBus({ url, log });
      buses.push(bus);
      return bus;
    },
    disturb: () => onOwner(ownerUrl, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'bus_app'`),
    compact: async () => {
      const pool = new Pool({ connectionString: url, max: 1, options: '-c search_path=bus' });
      await trimPostgresBus(pool, 14);
      await pool.end();
    },
    stop: async () => {
      await Promise.all(buses.map((bus) => bus.stop()));
      await stop();
    },
  };
};

/** `undefined`, after one visible line, where no Kafka can be had. `own`: a broker that may be restarted, where one can be started. */
export const kafkaWorld = async ({ own }: Readonly<{ own: boolean }>): Promise<BusWorld | undefined> => {
  const kafka = (own ? await ownKafka() : undefined) ?? (await kafkaForTests());
  if (!kafka) return undefined;
  const buses: Bus[] = [];
  const address = { kind: 'kafka', brokers: kafka.brokers, prefix: `t${randomBytes(4).toString('hex')}.`, sessionTimeoutMs: 6_000 } as const;
  return {
    address,
    connect: () => {
      const bus = createKafkaBus({ ...address, clientId: 'bus-test', log });
      buses.push(bus);
      return bus;
    },
    disturb: own && kafka.source !== 'KAFKA_BROKERS' ? (awayMs) => kafka.restart(awayMs) : undefined,
    compact: () => Promise.resolve(),
    stop: async () => {
      await Promise.all(buses.map((bus) => bus.stop()));
      await kafka.stop();
    },
  };
};
