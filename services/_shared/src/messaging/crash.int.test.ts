import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Database } from '../db/database';
import { roleUrl } from '../db/migrate';
import { eventually } from '../testing/eventually';
import { serviceDatabase, testRolePassword, type ServiceDatabase } from '../testing/kernel-database';
import { testCatalogue } from '../testing/messaging-catalogue';
import { changeThing, effectsOf } from '../testing/messaging-effects';
import { messagingTables } from '../testing/messaging-tables';
import { spawnScript } from '../testing/spawn-script';
import { registerEventCatalogue } from './events';
import { migrateBus } from './postgres-bus';

const service = 'crashing';
let store: ServiceDatabase;
let db: Database;
let child: ChildProcess | undefined;

beforeAll(async () => {
  registerEventCatalogue(testCatalogue);
  store = await serviceDatabase(service, messagingTables);
  await migrateBus({ ownerUrl: store.ownerUrl, rolePassword: testRolePassword });
  db = await store.open();
}, 60_000);
afterAll(async () => {
  child?.kill('SIGKILL');
  await store.stop();
});

const start = (crashAt: string): ChildProcess => {
  const urls = [store.url, roleUrl(store.ownerUrl, 'bus', testRolePassword)];
  const script = spawnScript(require.resolve('../testing/messaging-process'), [service, ...urls, crashAt]);
  child = script.child;
  return script.child;
};

test.each(['after-commit-before-publish', 'after-publish-before-ack', 'mid-consumer'])(
  'a process killed at %s loses no event and applies none twice',
  async (point) => {
    const things = Array.from({ length: 5 }, () => randomUUID());
    for (const thing of things) for (let step = 0; step < 4; step += 1) await changeThing(db, thing);
    const [, signal] = (await once(start(point), 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    const healthy = start('');
    await eventually(async () => {
      const effects = await effectsOf(db, 'process');
      for (const thing of things) expect(effects[thing]).toEqual([1, 2, 3, 4]);
    }, 30_000);
    await eventually(async () => expect(await db.query('SELECT FROM outbox')).toEqual([]));
    healthy.kill('SIGKILL');
    await once(healthy, 'exit');
  },
  90_000,
);
