import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Client } from 'pg';
import { newId, type MerchantId } from '../ids';
import { createLog } from '../log';
import { testDatabase, type TestDatabase } from '../testing/test-database';
import { openDatabase, type Database } from './database';
import { CommitUnknown, isUniqueViolation, TransactionAborted } from './errors';
import { migrateService, roleUrl } from './migrate';
import { isolateByMerchant } from './row-level-security';

class Notes1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE note (id int, merchant_id uuid NOT NULL, text text)');
    await runner.query('CREATE TABLE counter (id int PRIMARY KEY, value int NOT NULL)');
    await runner.query('INSERT INTO counter VALUES (1, 0), (2, 0)');
    await runner.query(isolateByMerchant('note'));
  }
  async down(): Promise<void> {
    // Forward only.
  }
}

const service = 'kernel_test';
const rolePassword = 'kernel-test-password';
let postgres: TestDatabase;
let db: Database;

const open = (poolSize = 4): Promise<Database> =>
  openDatabase({ service, url: roleUrl(postgres.ownerUrl, service, rolePassword), poolSize, log: createLog({ service, level: 'fatal' }) });

beforeAll(async () => {
  postgres = await testDatabase();
  const migrate = { ownerUrl: postgres.ownerUrl, service, rolePassword, migrations: [Notes1700000000001] };
  await Promise.all([migrateService(migrate), migrateService(migrate)]);
  db = await open();
}, 60_000);

afterAll(async () => {
  await db.stop();
  await postgres.stop();
});

const asOwner = async (text: string): Promise<void> => {
  const client = new Client({ connectionString: postgres.ownerUrl });
  await client.connect();
  await client.query(`${text}; GRANT ALL ON ${service}.shape TO ${service}_app`).finally(() => client.end());
};

const [alpha, beta] = [newId<MerchantId>(), newId<MerchantId>()];

describe('rows of merchants', () => {
  beforeAll(async () => {
    for (const merchant of [alpha, beta]) await db.transaction(merchant, (tx) => tx.query('INSERT INTO note VALUES (1, $1, $2)', [merchant, 'mine']));
  });

  it('are shown only to a transaction of their merchant, without any WHERE', async () => {
    const seen = await db.transaction(alpha, (tx) => tx.query('SELECT merchant_id FROM note'));
    expect(seen).toEqual([{ merchant_id: alpha }]);
  });

  it('are hidden from a transaction that named no merchant', async () => {
    expect(await db.transaction('system', (tx) => tx.query('SELECT * FROM note'))).toEqual([]);
    expect(await db.query('SELECT * FROM note')).toEqual([]);
  });

  it('cannot be written in the name of another merchant', async () => {
    await expect(db.transaction(alpha, (tx) => tx.query('INSERT INTO note VALUES (2, $1, $2)', [beta, 'forged']))).rejects.toThrow(/row-level security/);
  });

  it('follow the merchant that a transaction turns to, also back after an undone part', async () => {
    const seen = await db.transaction(alpha, async (tx) => {
      await tx.nested(async () => {
        tx.actFor(beta);
        throw new Error('undo');
      }).catch(() => undefined);
      tx.actFor(beta);
      return tx.query('SELECT merchant_id FROM note');
    });
    expect(seen).toEqual([{ merchant_id: beta }]);
  });

  it('do not stay open on the connection for its next user', async () => {
    const single = await open(1);
    await single.transaction(alpha, (tx) => tx.query('SELECT 1'));
    expect(await single.transaction('system', (tx) => tx.query('SELECT * FROM note'))).toEqual([]);
    await single.stop();
  });
});

describe('statements with parameters', () => {
  const prepared = 'SELECT * FROM shape WHERE id = $1';

  beforeAll(() => asOwner('CREATE TABLE kernel_test.shape (id int); INSERT INTO kernel_test.shape VALUES (1)'));

  it('are prepared once by each connection', async () => {
    const names = await db.transaction('system', async (tx) => {
      for (const id of [1, 2]) await tx.query(prepared, [id]);
      return tx.query<{ calls: string }>('SELECT generic_plans + custom_plans AS calls FROM pg_prepared_statements WHERE statement = $1', [prepared]);
    });
    expect(names).toEqual([{ calls: '2' }]);
  });

  it('go on when a migration changes what they return, inside a transaction and outside of one', async () => {
    const one = await open(1);
    await one.query(prepared, [1]);
    await asOwner('ALTER TABLE kernel_test.shape ADD COLUMN colour text DEFAULT \'red\'');
    expect(await one.transaction('system', (tx) => tx.query(prepared, [1]))).toEqual([{ id: 1, colour: 'red' }]);
    const other = 'SELECT shape.* FROM shape WHERE id = $1';
    await one.query(other, [1]);
    await asOwner('ALTER TABLE kernel_test.shape ADD COLUMN size int');
    expect(await one.query(other, [1])).toEqual([{ id: 1, colour: 'red', size: null }]);
    await one.stop();
  });
});

describe('a transaction', () => {
  it('that swallowed an error saves nothing and says so', async () => {
    const swallowing = db.transaction('system', async (tx) => {
      await tx.query('UPDATE counter SET value = 99 WHERE id = 1');
      await tx.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow(TransactionAborted);
    expect(await db.query('SELECT value FROM counter WHERE id = 1')).toEqual([{ value: 0 }]);
  });

  it('runs its after-commit hooks only when it committed', async () => {
    const ran: string[] = [];
    await db.transaction('system', async (tx) => tx.afterCommit(() => ran.push('committed')));
    await db.transaction('system', async (tx) => {
      tx.afterCommit(() => ran.push('rolled back'));
      throw new Error('no');
    }).catch(() => undefined);
    expect(ran).toEqual(['committed']);
  });

  it('is run again by itself after a deadlock, so that both of two crossing writers succeed', async () => {
    const bump = (first: number, second: number): Promise<void> =>
      db.transaction('system', async (tx) => {
        await tx.query('UPDATE counter SET value = value + 1 WHERE id = $1', [first]);
        await tx.query('SELECT pg_sleep(0.1)');
        await tx.query('UPDATE counter SET value = value + 1 WHERE id = $1', [second]);
      });
    await Promise.all([bump(1, 2), bump(2, 1)]);
    expect(await db.query('SELECT value FROM counter ORDER BY id')).toEqual([{ value: 2 }, { value: 2 }]);
  });

  it('whose connection is cut before the commit is run again by itself, and counts once', async () => {
    let runs = 0;
    await db.transaction('system', async (tx) => {
      runs += 1;
      const [row] = await tx.query<{ pid: number }>('UPDATE counter SET value = value + 10 WHERE id = 2 RETURNING pg_backend_pid() AS pid');
      if (runs === 1) await db.query('SELECT pg_terminate_backend($1)', [row?.pid]);
      await tx.query('SELECT 1');
    });
    expect([runs, await db.query('SELECT value FROM counter WHERE id = 2')]).toEqual([2, [{ value: 12 }]]);
  });

  it('whose connection is cut again and again fails, and the next one works', async () => {
    const cut = db.transaction('system', async (tx) => {
      const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await db.query('SELECT pg_terminate_backend($1)', [row?.pid]);
      await tx.query('SELECT 1');
    });
    await expect(cut).rejects.toThrow();
    expect(await db.transaction('system', (tx) => tx.query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });

  it('whose connection is cut while it commits is not run again: it may be on disk', async () => {
    let runs = 0;
    const lost = db.transaction('system', async (tx) => {
      runs += 1;
      // A deferred trigger makes the COMMIT itself wait, so that the cut comes in the middle of it.
      await tx.query('CREATE TEMP TABLE slow (id int) ON COMMIT DROP');
      await tx.query("CREATE FUNCTION pg_temp.dawdle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(5); RETURN NULL; END'");
      await tx.query('CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pg_temp.dawdle()');
      const [row] = await tx.query<{ pid: number }>('INSERT INTO slow VALUES (1) RETURNING pg_backend_pid() AS pid');
      setTimeout(() => void db.query('SELECT pg_terminate_backend($1)', [row?.pid]).catch(() => undefined), 200);
    });
    await expect(lost).rejects.toThrow(CommitUnknown);
    expect(runs).toBe(1);
  });

  it('that only reads is run again when its connection is cut in the middle, and cannot write', async () => {
    let runs = 0;
    const seen = db.read('system', async (sql) => {
      runs += 1;
      const [row] = await sql.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      if (runs === 1) await db.query('SELECT pg_terminate_backend($1, 1000)', [row?.pid]);
      return sql.query('SELECT id FROM counter WHERE id = 1');
    });
    expect([await seen, runs]).toEqual([[{ id: 1 }], 2]);
    await expect(db.read('system', (sql) => sql.query('UPDATE counter SET value = 0'))).rejects.toThrow('read-only');
    await expect(db.read(alpha, (sql) => sql.query('UPDATE counter SET value = $1', [0]))).rejects.toThrow('read-only');
    await db.query('UPDATE counter SET value = value WHERE id = 1');
  });

  it('that only reads sees its merchant in every statement, and leaves nothing of it on the connection', async () => {
    const single = await open(1);
    const read = 'SELECT merchant_id FROM note';
    expect(await single.read(alpha, async (sql) => [await sql.query(read), await sql.query(read)])).toEqual([[{ merchant_id: alpha }], [{ merchant_id: alpha }]]);
    expect([await single.read('system', (sql) => sql.query(read)), await single.query(read)]).toEqual([[], []]);
    await single.stop();
  });

  it('that did nothing costs nothing', async () => {
    const ran: string[] = [];
    const value = await db.transaction('system', (tx) => {
      tx.afterCommit(() => ran.push('hook'));
      return Promise.resolve('value');
    });
    expect([value, ran]).toEqual(['value', ['hook']]);
  });

  it('tells a broken unique rule from other errors', async () => {
    const error: unknown = await db.query('INSERT INTO counter VALUES (1, 5)').catch((reason: unknown) => reason);
    expect(isUniqueViolation(error, 'counter_pkey')).toBe(true);
    expect(isUniqueViolation(error, 'another')).toBe(false);
  });
});

describe('the role of a service', () => {
  it('cannot switch row-level security off, read the migrations or make tables', async () => {
    await expect(db.query('ALTER TABLE note DISABLE ROW LEVEL SECURITY')).rejects.toThrow(/must be owner/);
    await expect(db.query('SELECT * FROM migration')).rejects.toThrow(/permission denied/);
    await expect(db.query('CREATE TABLE extra (id int)')).rejects.toThrow(/permission denied/);
  });
});
