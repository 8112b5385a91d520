import 'reflect-metadata';
import type { Pool, PoolClient } from 'pg';
import { DataSource, type MixedList, type EntitySchema } from 'typeorm';
import type { Log } from '../log';
import { CommitUnknown, isBusy, isConnectionLoss, isRetryable, isStalePlan } from './errors';
import type { Row, Scope, Sql, Tx } from './sql';
import { runStatement } from './statements';
import { readOnce, runOnce } from './transaction';

export type { Scope, Sql, Tx } from './sql';

/** A service's own Postgres schema, reached through TypeORM's pool. Never hold a transaction open over a call to the outside. */
export type Database = Sql & {
  readonly service: string;
  readonly dataSource: DataSource;
  transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * For work that only reads, each statement a transaction of its own: two of them see each its own moment. A connection that is lost
   * at any moment costs nothing but another try.
   */
  read<T>(scope: Scope, work: (sql: Sql) => Promise<T>): Promise<T>;
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
const lossesMax = 4;
const lossPauseMs = 50;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Lease = { client: PoolClient; release: (broken: boolean) => void };

const ignore = (): void => undefined;

/** A connection of TypeORM's pool as the plain pg client: the money path measured twice as fast without the ORM's wrapper. */
const leaseFrom = (dataSource: DataSource) => (): Promise<Lease> =>
  new Promise((resolve, reject) => {
    const { master } = dataSource.driver as unknown as { master?: Pool };
    if (!master) return reject(new Error('The database was closed'));
    master.connect((error, client, done) => {
      if (error || !client) return reject(error ?? new Error('The pool gave no connection'));
      // Without a listener a restart of the database would end the process. At once: the cut may be in the same packet as the welcome.
      client.on('error', ignore);
      resolve({
        client,
        release: (broken) => {
          client.off('error', ignore);
          done(broken);
        },
      });
    });
  });

const withLease = async <T>(lease: () => Promise<Lease>, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const { client, release } = await lease();
  let broken = true;
  try {
    const value = await work(client);
    broken = false;
    return value;
  } catch (error) {
    // An answer that nobody waited for is still to come on this connection, and its transaction is still open: the next user would commit the half of it.
    broken = error instanceof CommitUnknown || isConnectionLoss(error) || isBusy(error);
    throw error;
  } finally {
    release(broken);
  }
};

/** Pause before the next try, or null when the error is for the caller. Before the COMMIT was sent nothing of a lost transaction was saved. */
const createRetries = () => {
  let conflicts = 0;
  let losses = 0;
  return (error: unknown): number | null => {
    if (isRetryable(error)) return (conflicts += 1) < triesMax ? Math.random() * 20 * conflicts : null;
    if (error instanceof CommitUnknown || !isConnectionLoss(error)) return null;
    return (losses += 1) <= lossesMax ? lossPauseMs * 2 ** losses * Math.random() : null;
  };
};

/** A statement by itself failed before it did anything when its plan was stale; the second time it is planned anew. */
const untilPlanned = <T>(run: () => Promise<T>): Promise<T> => run().catch((error: unknown) => (isStalePlan(error) ? run() : Promise.reject(error as Error)));

const dataSourceFor = ({ service, url, poolSize, entities }: DatabaseOptions): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    schema: service,
    entities: entities ?? [],
    poolSize,
    applicationName: `paygraph-${service}`,
    connectTimeoutMS: 3_000,
    // A connection that was given up comes back without its plans: making them again cost more than the work they are for.
    extra: { idleTimeoutMillis: 600_000, query_timeout: 15_000, keepAlive: true, options: `-c search_path=${service}` },
  });

/** Opens the pool. @throws when the database does not answer: a service without its database must not report ready. */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  const dataSource = await dataSourceFor(options).initialize();
  const lease = leaseFrom(dataSource);
  const query = <T extends object = Row>(text: string, params: readonly unknown[] = []): Promise<T[]> =>
    untilPlanned(() => withLease(lease, (client) => runStatement<T>(client, text, params)));

  const attempt = async <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => {
    for (const pauseAfter = createRetries(); ; ) {
      try {
        return await withLease(lease, work);
      } catch (error) {
        const wait = pauseAfter(error);
        if (wait === null) throw error;
        await pause(wait);
      }
    }
  };

  return {
    service: options.service,
    dataSource,
    query,
    transaction: (scope, work) => attempt((client) => runOnce(client, { service: options.service, scope }, work)),
    read: (scope, work) => attempt((client) => readOnce(client, scope, work)),
    now: async () => {
      const [row] = await query<{ now: Date }>('SELECT clock_timestamp() AS now');
      if (!row) throw new Error('The database did not tell its time');
      return row.now;
    },
    stop: () => dataSource.destroy(),
  };
};
