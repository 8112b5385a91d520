import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './postgres';
import { testDatabase } from './test-database';
import { eventually } from './eventually';

const query = async (url: string, text: string): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};

describe('the embedded Postgres', () => {
  let postgres: EmbeddedPostgres;
  beforeAll(async () => void (postgres = await startEmbeddedPostgres({ durable: true })), 60_000);
  afterAll(() => postgres.stop());

  test('keeps what was committed through a crash of the server', async () => {
    const url = await postgres.createDatabase('crash');
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS one');
    await postgres.restart('immediate');
    expect(await query(url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  test('is gone, folder and process, after the program that started it was killed', async () => {
    const script = `require(${JSON.stringify(require.resolve('./postgres'))}).startEmbeddedPostgres().then(async (pg) => {
      const client = new (require('pg').Client)({ connectionString: pg.ownerUrl });
      await client.connect();
      const { rows } = await client.query("SELECT current_setting('data_directory') AS data, pg_backend_pid() AS pid");
      console.log(JSON.stringify(rows[0]));
    })`;
    const parent = spawn(process.execPath, ['--conditions=@paygraph/source', '--require', '@swc-node/register', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: __dirname,
    });
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const { data } = JSON.parse(line) as { data: string };
    expect(existsSync(data)).toBe(true);
    parent.kill('SIGKILL');
    await eventually(() => expect(existsSync(data)).toBe(false));
  }, 60_000);
});

describe('a test database', () => {
  test('is empty, and apart from another one of the same run', async () => {
    const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
    await query(one.ownerUrl, 'CREATE TABLE mine()');
    expect(await query(other.ownerUrl, "SELECT to_regclass('mine') AS found")).toEqual([{ found: null }]);
    await Promise.all([one.stop(), other.stop()]);
  }, 60_000);
});
