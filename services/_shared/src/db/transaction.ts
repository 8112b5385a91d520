import type { PoolClient } from 'pg';
import { isUuid, type MerchantId } from '../ids';
import { CommitUnknown, isConnectionLoss, sqlState, TransactionAborted } from './errors';
import type { Row, Scope, Tx } from './sql';
import { runStatement } from './statements';

export type TxPlace = Readonly<{ service: string; scope: Scope; /** Nothing can be written, so a lost COMMIT loses nothing. */ readOnly?: boolean }>;

const quoted = (merchantId: MerchantId): string => {
  if (!isUuid(merchantId)) throw new RangeError('A merchant id must be a UUID');
  return `SET LOCAL app.merchant_id = '${merchantId}'`;
};

const openTx = (client: PoolClient, { service, scope }: TxPlace, hooks: (() => void)[]): Tx => {
  let bound: Scope = scope;
  let savepoints = 0;
  const query = <T extends object = Row>(text: string, params: readonly unknown[] = []): Promise<T[]> => runStatement<T>(client, text, params);
  return {
    service,
    query,
    afterCommit: (hook) => void hooks.push(hook),
    actFor: async (merchantId) => {
      if (bound === merchantId) return;
      await client.query(quoted(merchantId));
      bound = merchantId;
    },
    nested: async (work) => {
      savepoints += 1;
      const name = `nested_${savepoints}`;
      const boundBefore = bound;
      await client.query(`SAVEPOINT ${name}`);
      try {
        const value = await work();
        await client.query(`RELEASE SAVEPOINT ${name}`);
        return value;
      } catch (error) {
        // SET LOCAL is undone with the savepoint, so the remembered merchant must be too.
        await client.query(`ROLLBACK TO SAVEPOINT ${name}`);
        bound = boundBefore;
        throw error;
      }
    },
  };
};

const commit = async (client: PoolClient, readOnly: boolean): Promise<void> => {
  try {
    // Postgres answers ROLLBACK, without an error, when an earlier failure was swallowed.
    if ((await client.query('COMMIT')).command !== 'COMMIT') throw new TransactionAborted();
  } catch (error) {
    if (readOnly || error instanceof TransactionAborted || (sqlState(error) !== undefined && !isConnectionLoss(error))) throw error;
    throw new CommitUnknown(error);
  }
};

/** Runs `work` in one READ COMMITTED transaction on `client`. Errors roll back and are passed on. */
export const runOnce = async <T>(client: PoolClient, place: TxPlace, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const hooks: (() => void)[] = [];
  const { scope, readOnly = false } = place;
  const begin = readOnly ? 'BEGIN READ ONLY' : 'BEGIN';
  await client.query(scope === 'system' ? begin : `${begin}; ${quoted(scope)}`);
  try {
    const value = await work(openTx(client, place, hooks));
    await commit(client, readOnly);
    hooks.forEach((hook) => hook());
    return value;
  } catch (error) {
    if (!(error instanceof CommitUnknown)) await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
};
