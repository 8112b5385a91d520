import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newId, type MerchantId } from '../ids';
import { createLog } from '../log';
import { err, ok } from '../result';
import { trimMax } from '../messaging/retention';
import { testDatabase, type TestDatabase } from '../testing/test-database';
import { openDatabase, type Database } from './database';
import { idempotencyRetention, idempotencyTable, once, trimIdempotency } from './idempotency';
import { migrateService, roleUrl } from './migrate';

class Table1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(idempotencyTable);
    await runner.query(idempotencyRetention);
  }
  down(): Promise<void> {
    return Promise.resolve();
  }
}

describe('a key of a mutation', () => {
  let database: TestDatabase;
  let db: Database;
  const merchantId = newId<MerchantId>();

  beforeAll(async () => {
    database = await testDatabase();
    await migrateService({ ownerUrl: database.ownerUrl, service: 'keys', rolePassword: 'keys-tests', migrations: [Table1764000000002] });
    db = await openDatabase({ service: 'keys', url: roleUrl(database.ownerUrl, 'keys', 'keys-tests'), poolSize: 8, log: createLog({ service: 'keys', level: 'silent' }) });
  });
  afterAll(async () => {
    await db.stop();
    await database.stop();
  });

  type Use = Readonly<{ key: string; input?: unknown; operation?: string; merchant?: MerchantId }>;
  let runs = 0;
  const use = ({ key, input = { a: 1 }, operation = 'pay', merchant = merchantId }: Use, fails = false) =>
    db.transaction(merchant, (tx) => once(tx, { merchantId: merchant, operation, key, input }, async () => (fails ? err({ kind: 'No' as const }) : ok({ run: (runs += 1) }))));

  it('does its work once, however many ask at the same time', async () => {
    const before = runs;
    const answers = await Promise.all(Array.from({ length: 50 }, () => use({ key: 'k1' })));
    expect(runs - before).toBe(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('is a conflict with another input, whatever the order of its fields', async () => {
    await use({ key: 'k2', input: { a: 1, b: { c: 2, d: null } } });
    expect(await use({ key: 'k2', input: { b: { c: 2 }, a: 1 } })).toMatchObject({ ok: true });
    expect(await use({ key: 'k2', input: { b: { c: 3 }, a: 1 } })).toEqual({ ok: false, error: { kind: 'IdempotencyConflict', operation: 'pay', key: 'k2' } });
  });

  it('belongs to its operation and its merchant', async () => {
    const first = await use({ key: 'k3' });
    expect(await use({ key: 'k3', operation: 'refund' })).not.toEqual(first);
    expect(await use({ key: 'k3', merchant: newId<MerchantId>() })).not.toEqual(first);
  });

  it('is free again after a refusal, because nothing was done under it', async () => {
    expect(await use({ key: 'k4' }, true)).toEqual({ ok: false, error: { kind: 'No' } });
    expect(await use({ key: 'k4', input: { corrected: true } })).toMatchObject({ ok: true });
  });

  it('that is rolled back with its transaction was never used', async () => {
    const broken = db.transaction(merchantId, (tx) =>
      once(tx, { merchantId, operation: 'pay', key: 'k5', input: 1 }, () => Promise.reject(new Error('power failure'))),
    );
    await expect(broken).rejects.toThrow('power failure');
    expect(await use({ key: 'k5', input: 2 })).toMatchObject({ ok: true });
  });

  it.each([[''], [' '], ['k'.repeat(256)], ['ключ'], ['a\nb'], ['a\u0000']])('may not be %j', async (key) => expect(await use({ key })).toEqual({ ok: false, error: { kind: 'BadIdempotencyKey' } }));

  it('is forgotten after its days, in portions, whosever it is; a young one stays, and no setting shows it to anybody else', async () => {
    const [mine, other] = [newId<MerchantId>(), newId<MerchantId>()];
    const write = (merchant: MerchantId, daysAgo: number, count: number) =>
      db.transaction(merchant, (tx) => tx.query(
        `INSERT INTO idempotency (merchant_id, operation, key, request_hash, created_at) SELECT $1, 'trim', 'k' || n || '-' || $2::int, 'h', now() - make_interval(days => $2::int) FROM generate_series(1, $3::int) n`,
        [merchant, daysAgo, count],
      ));
    await write(mine, 100, trimMax);
    await write(other, 91, 3);
    await write(mine, 89, 2);
    const left = async (merchant: MerchantId) => (await db.read(merchant, (sql) => sql.query(`SELECT 1 FROM idempotency WHERE operation = 'trim'`))).length;
    const trim = (days?: number) => db.transaction('system', async (tx) => {
      await tx.query(`SELECT set_config('app.retention', 'on', true)`);
      const { sql, days: after } = trimIdempotency(days);
      return (await tx.query(sql, [after])).length;
    });
    expect([await trim(), await trim(), await trim()]).toEqual([trimMax, 3, 0]);
    expect([await left(mine), await left(other)]).toEqual([2, 0]);
    await write(mine, 6, 1);
    expect([await trim(0), await left(mine)]).toEqual([2, 1]);
  });
});
