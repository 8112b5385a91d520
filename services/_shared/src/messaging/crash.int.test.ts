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

// More than two batches of a reader: a copy that the broker got twice must be known by more than the batch it comes in.
const steps = Array.from({ length: 60 }, (_, index) => index + 1);

test.each(['after-commit-before-publish', 'after-publish-before-ack', 'mid-consumer'])(
  'a process killed at %s loses no event and applies none twice',
  async (point) => {
    const things = Array.from({ length: 3 }, () => randomUUID());
    const change = async (): Promise<void> => void (await Promise.all(things.map((thing) => changeThing(db, thing))));
    for (let step = 1; step < steps.length; step += 1) await change();
    const [, signal] = (await once(start(point), 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    const healthy = start('');
    await eventually(async () => expect(await db.query('SELECT FROM outbox')).toEqual([]), 30_000);
    // Comes behind everything that was sent twice, so nothing is still on its way when it has arrived.
    await change();
    await eventually(async () => {
      const effects = await effectsOf(db, 'process');
      for (const thing of things) expect(effects[thing]?.at(-1)).toBe(steps.length);
    }, 30_000);
    const effects = await effectsOf(db, 'process');
    for (const thing of things) expect(effects[thing]).toEqual(steps);
    healthy.kill('SIGKILL');
    await once(healthy, 'exit');
  },
  90_000,
);
