import type { MigrationInterface, QueryRunner } from 'typeorm';
import { serviceDatabase, type ServiceDatabase } from '../testing/kernel-database';
import type { Database } from './database';
import { mustTouch } from './sql';

class Counter1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE counter (id int PRIMARY KEY, value int NOT NULL)');
    await runner.query('INSERT INTO counter VALUES (1, 0)');
  }
  async down(): Promise<void> {
    // Forward only.
  }
}

let store: ServiceDatabase;
let db: Database;
beforeAll(async () => {
  store = await serviceDatabase('flights', [Counter1700000000001]);
  db = await store.open();
}, 60_000);
afterAll(() => store.stop());

describe('statements of one moment', () => {
  const add = 'UPDATE counter SET value = value + $1 WHERE id = 1 RETURNING value';
  const value = async (): Promise<number | undefined> => (await db.query<{ value: number }>('SELECT value FROM counter WHERE id = 1'))[0]?.value;

  it('travel together, in their order and after what was put off, and each gets its own rows', async () => {
    await db.query('UPDATE counter SET value = 0 WHERE id = 1');
    const heard: unknown[] = [];
    const rows = await db.transaction('system', async (tx) => {
      tx.write(add, [1], { heard: (own) => void heard.push(own) });
      const both = await Promise.all([tx.query(add, [10]), tx.query(add, [100])]);
      tx.write(add, [1_000], { heard: (own) => void heard.push(own) });
      return both;
    });
    expect([rows, heard, await value()]).toEqual([[[{ value: 11 }], [{ value: 111 }]], [[{ value: 1 }], [{ value: 1_111 }]], 1_111]);
  });

  it('fail together: what was put off undoes everything, told by the next query or by the commit', async () => {
    const before = await value();
    const broken = 'INSERT INTO counter VALUES ($1, 0)';
    const byQuery = db.transaction('system', async (tx) => {
      tx.write(add, [1]);
      tx.write(broken, [1]);
      await tx.query('SELECT 1');
    });
    await expect(byQuery).rejects.toThrow('counter_pkey');
    const byCommit = db.transaction('system', async (tx) => {
      await tx.query(add, [1]);
      tx.write(broken, [1]);
    });
    await expect(byCommit).rejects.toThrow('counter_pkey');
    expect(await value()).toBe(before);
  });

  it('fail with what the writer says when one touches nothing that must', async () => {
    const touch = mustTouch('UPDATE counter SET value = value WHERE id = $1 RETURNING id');
    const taken = (id: number) => db.transaction('system', async (tx) => tx.write(touch, [id], { otherwise: () => new Error(`${id} is gone`) }));
    await taken(1);
    await expect(taken(404)).rejects.toThrow('404 is gone');
    const early = db.transaction('system', async (tx) => {
      tx.write(touch, [405], { otherwise: () => new Error('405 is gone') });
      await tx.query('SELECT 1');
    });
    await expect(early).rejects.toThrow('405 is gone');
  });

  it('are sent with their texts again after the server skipped them', async () => {
    const single = await store.open(1);
    const later = 'SELECT $1::int AS later';
    const skipped = single.transaction('system', async (tx) => {
      tx.write('SELECT 1 / $1::int', [0]);
      await tx.query(later, [1]);
    });
    await expect(skipped).rejects.toThrow('division by zero');
    expect(await single.transaction('system', (tx) => tx.query(later, [2]))).toEqual([{ later: 2 }]);
    await single.stop();
  });

  it('are not sent at all when one of them has a value that cannot be written', async () => {
    const unwritable = { toPostgres: () => { throw new Error('no such value'); } };
    const before = await value();
    const single = await store.open(1);
    const refused = single.transaction('system', async (tx) => {
      tx.write(add, [1]);
      tx.write('SELECT $1::text', [unwritable]);
    });
    await expect(refused).rejects.toThrow('no such value');
    expect([await value(), await single.transaction('system', (tx) => tx.query(add, [0]))]).toEqual([before, [{ value: before }]]);
    await single.stop();
  });

  it('of an undone part are undone with it, also those that were only put off', async () => {
    const before = Number(await value());
    await db.transaction('system', async (tx) => {
      tx.write(add, [1]);
      await tx.nested(async () => {
        await tx.query(add, [10]);
        tx.write(add, [100]);
        throw new Error('undo');
      }).catch(() => undefined);
      await tx.nested(() => Promise.resolve(tx.write(add, [1_000])));
    });
    expect(await value()).toBe(before + 1_001);
  });

  it('cannot be asked for after the transaction', async () => {
    let kept: (() => Promise<unknown>) | undefined;
    await db.transaction('system', async (tx) => {
      await tx.query('SELECT 1');
      kept = () => tx.query('SELECT 2');
    });
    await expect(kept?.()).rejects.toThrow('has ended');
  });
});
