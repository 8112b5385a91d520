import { createLog } from '../log';
import { testDatabase, type TestDatabase } from '../testing/test-database';
import { openDatabase, type Database } from './database';
import { migrateService, roleUrl } from './migrate';

const service = 'kernel_slow';
const rolePassword = 'kernel-slow-password';

type Impatient = { driver: { master: { options: { query_timeout: number }; _clients: { connectionParameters: { query_timeout: number } }[] } } };

describe('a database that answers later than anybody waits', () => {
  let postgres: TestDatabase;
  let db: Database;

  beforeAll(async () => {
    postgres = await testDatabase();
    await migrateService({ ownerUrl: postgres.ownerUrl, service, rolePassword, migrations: [] });
    const owner = await openDatabase({ service, url: postgres.ownerUrl, poolSize: 1, log: createLog({ service, level: 'fatal' }) });
    await owner.query('CREATE TABLE written (id int)');
    await owner.query('GRANT ALL ON written TO kernel_slow_app');
    await owner.stop();
    db = await openDatabase({ service, url: roleUrl(postgres.ownerUrl, service, rolePassword), poolSize: 1, log: createLog({ service, level: 'fatal' }) });
    const { master } = (db.dataSource as unknown as Impatient).driver;
    master.options.query_timeout = 300;
    master._clients.forEach((client) => (client.connectionParameters.query_timeout = 300));
  }, 60_000);
  afterAll(async () => {
    await db.stop();
    await postgres.stop();
  });

  it('never lets the half of an abandoned transaction be saved by the next one', async () => {
    const abandoned = db.transaction('system', async (tx) => {
      await tx.query('INSERT INTO written VALUES (1)');
      await tx.query('SELECT pg_sleep(0.75)');
      await tx.query('INSERT INTO written VALUES (2)');
    });
    await expect(abandoned).rejects.toThrow('Query read timeout');
    await db.transaction('system', (tx) => tx.query('INSERT INTO written VALUES (3)'));
    expect(await db.query('SELECT id FROM written ORDER BY id')).toEqual([{ id: 3 }]);
  });
});
