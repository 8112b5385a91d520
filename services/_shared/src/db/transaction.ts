import type { PoolClient } from 'pg';
import { isUuid, type MerchantId } from '../ids';
import { CommitUnknown, isConnectionLoss, isDivisionByZero, NotSent, sqlState, TransactionAborted } from './errors';
import { createPipe, type Pipe } from './pipe';
import type { Row, Scope, Sql, Tx } from './sql';
import type { Statement } from './statements';

export type TxPlace = Readonly<{ service: string; scope: Scope }>;

const plain = (text: string): Statement => ({ text, params: [] });

const uuid = (merchantId: MerchantId): string => {
  if (!isUuid(merchantId)) throw new RangeError('A merchant id must be a UUID');
  return merchantId;
};

const bind = (merchantId: MerchantId): Statement => ({ text: `SELECT set_config('app.merchant_id', $1, true)`, params: [uuid(merchantId)] });

const queryOf = (pipe: Pipe): Sql['query'] => async <T extends object = Row>(text: string, params: readonly unknown[] = []) => (await pipe.ask({ text, params })).rows as T[];

const openTx = (pipe: Pipe, { service, scope }: TxPlace, hooks: (() => void)[]): Tx => {
  let bound: Scope = scope;
  let savepoints = 0;
  const query = queryOf(pipe);
  return {
    service,
    query,
    write: (text, params = [], { heard, otherwise } = {}) =>
      pipe.add({ text, params }, { landed: heard && (({ rows }) => heard(rows)), meaning: otherwise && ((error) => (isDivisionByZero(error) ? otherwise() : error)) }),
    afterCommit: (hook) => void hooks.push(hook),
    actFor: (merchantId) => {
      if (bound !== merchantId) pipe.add(bind(merchantId));
      bound = merchantId;
    },
    nested: async (work) => {
      savepoints += 1;
      const name = `nested_${savepoints}`;
      const boundBefore = bound;
      await query(`SAVEPOINT ${name}`);
      try {
        const value = await work();
        await query(`RELEASE SAVEPOINT ${name}`);
        return value;
      } catch (error) {
        pipe.clear();
        // What set_config did is undone with the savepoint, so the remembered merchant must be too.
        await query(`ROLLBACK TO SAVEPOINT ${name}`);
        bound = boundBefore;
        throw error;
      }
    },
  };
};

const commit = async (pipe: Pipe): Promise<void> => {
  try {
    // Postgres answers ROLLBACK, without an error, when an earlier failure was swallowed.
    if ((await pipe.ask(plain('COMMIT'))).command !== 'COMMIT') throw new TransactionAborted();
  } catch (error) {
    if (error instanceof TransactionAborted || error instanceof NotSent || (sqlState(error) !== undefined && !isConnectionLoss(error))) throw error;
    throw new CommitUnknown(error);
  }
};

/** Runs `work` in one READ COMMITTED transaction on `client`. It begins with the first statement; errors roll back and are passed on. */
export const runOnce = async <T>(client: PoolClient, place: TxPlace, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const hooks: (() => void)[] = [];
  let begun = false;
  const opening = [plain('BEGIN'), ...(place.scope === 'system' ? [] : [bind(place.scope)])];
  const pipe = createPipe(client, () => (begun ? [] : ((begun = true), opening)));
  try {
    const value = await work(openTx(pipe, place, hooks));
    if (begun || pipe.waits()) await commit(pipe);
    hooks.forEach((hook) => hook());
    return value;
  } catch (error) {
    await pipe.close();
    if (begun && !(error instanceof CommitUnknown)) await client.query('ROLLBACK').catch(() => undefined);
    throw pipe.meaningOf(error);
  } finally {
    await pipe.close();
  }
};

const readOnly = `set_config('transaction_read_only', 'on', true)`;

/** Goes ahead of every read: what it sets lasts until the end of the same round trip. */
const readingAs = (scope: Scope): Statement =>
  scope === 'system' ? plain(`SELECT ${readOnly}`) : { text: `SELECT set_config('app.merchant_id', $1, true), ${readOnly}`, params: [uuid(scope)] };

/** Runs `work`, each of whose statements is a transaction of its own in one round trip and cannot write. */
export const readOnce = async <T>(client: PoolClient, scope: Scope, work: (sql: Sql) => Promise<T>): Promise<T> => {
  const ahead = [readingAs(scope)];
  const pipe = createPipe(client, () => ahead);
  try {
    return await work({ query: queryOf(pipe) });
  } finally {
    await pipe.close();
  }
};
