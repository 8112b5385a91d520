import 'reflect-metadata';
import type { PoolClient } from 'pg';
import { DataSource, type MixedList, type EntitySchema } from 'typeorm';
import type { Log } from '../log';
import { CommitUnknown, isRetryable } from './errors';
import type { Row, Scope, Sql, Tx } from './sql';
import { runOnce } from './transaction';

export type { Row, Scope, Sql, Tx } from './sql';

/** A service's own Postgres schema, reached through TypeORM's pool. Never hold a transaction open over a call to the outside. */
export type Database = Sql & {
  readonly service: string;
  readonly dataSource: DataSource;
  transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
  now(): Promise<Date>;
  stop(): Promise<void>;
};

export type DatabaseOptions = Readonly<{
  service: string;
  url: string;
  poolSize: number;
  entities?: MixedList<string | Function | EntitySchema>;
  log: Log;
}>;

const triesMax = 3;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Lease = { client: PoolClient; release: (broken: boolean) => void };

/** A connection of TypeORM's pool as the plain pg client: the money path measured twice as fast without the ORM's wrapper. */
const leaseFrom = (dataSource: DataSource): (() => Promise<Lease>) => {
  const driver = dataSource.driver as unknown as { obtainMasterConnection(): Promise<[PoolClient, (broken?: Error | boolean) => void]> };
  return async () => {
    const [client, done] = await driver.obtainMasterConnection();
    // Without a listener a restart of the database would end the process.
    const ignore = (): void => undefined;
    client.on('error', ignore);
    return {
      client,
      release: (broken) => {
        client.off('error', ignore);
        done(broken);
      },
    };
  };
};

const withLease = async <T>(lease: () => Promise<Lease>, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const { client, release } = await lease();
  let broken = true;
  try {
    const value = await work(client);
    broken = false;
    return value;
  } catch (error) {
    broken = error instanceof CommitUnknown || !(typeof error === 'object' && error !== null && 'severity' in error) && isConnectionLoss(error);
    throw error;
  } finally {
    release(broken);
  }
};

const isConnectionLoss = (error: unknown): boolean =>
  error instanceof Error && /terminat|ECONNRESET|EPIPE|not queryable|connection/i.test(error.message);

const dataSourceFor = ({ service, url, poolSize, entities }: DatabaseOptions): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    schema: service,
    entities: entities ?? [],
    poolSize,
    applicationName: `paygraph-${service}`,
    connectTimeoutMS: 3_000,
    extra: { query_timeout: 15_000, keepAlive: true, options: `-c search_path=${service}` },
  });

/** Opens the pool. @throws when the database does not answer: a service without its database must not report ready. */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  const dataSource = await dataSourceFor(options).initialize();
  const lease = leaseFrom(dataSource);
  const query = <T extends object = Row>(text: string, params: readonly unknown[] = []): Promise<T[]> =>
    withLease(lease, async (client) => (await client.query<T>(text, [...params])).rows);

  const transaction = async <T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await withLease(lease, (client) => runOnce(client, { service: options.service, scope }, work));
      } catch (error) {
        if (!isRetryable(error) || attempt === triesMax) throw error;
        await pause(Math.random() * 20 * attempt);
      }
    }
  };

  return {
    service: options.service,
    dataSource,
    query,
    transaction,
    now: async () => {
      const [row] = await query<{ now: Date }>('SELECT clock_timestamp() AS now');
      if (!row) throw new Error('The database did not tell its time');
      return row.now;
    },
    stop: () => dataSource.destroy(),
  };
};
