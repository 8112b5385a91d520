import { testRolePassword as password } from '@paygraph/shared/testing/kernel-database';
import { catalogue } from '@paygraph/schema/events/index';
import { systemClock } from '@paygraph/shared/clock';
import type { CrashPoint } from '@paygraph/shared/crash-points';
import { openDatabase, type Database } from '@paygraph/shared/db/database';
import { migrateService, roleUrl } from '@paygraph/shared/db/migrate';
import type { IdentityKeys } from '@paygraph/shared/identity';
import { createLog } from '@paygraph/shared/log';
import { registerEventCatalogue } from '@paygraph/shared/messaging/events';
import { createPostgresBus, migrateBus } from '@paygraph/shared/messaging/postgres-bus';
import type { Bus } from '@paygraph/shared/messaging/bus';
import { generateSealingKeys, type SealingKeys } from '@paygraph/shared/seal';
import type { RunningService } from '@paygraph/shared/service';
import { testDatabase } from '@paygraph/shared/testing/test-database';
import { migrations } from '../../migrations/index';
import { createPayments } from '../service';
import type { PaymentsSettings } from '../settings';

export const identityKeys: IdentityKeys = { current: { kid: 'test', secret: 't'.repeat(32) } };

/** Hours pass in seconds, and no test waits for a person's patience. */
const quick: Partial<PaymentsSettings> = {
  timeScale: 0.02, providerTimeoutMs: 700, pageWaitMs: 2_500, orderWaitMs: 1_500, leaseMs: 3_000,
  certainty: { absencesNeeded: 2, absenceAgeMs: 60, inquiriesBeforeReview: 12 },
};

export type World = Readonly<{
  bus: Bus;
  sealing: SealingKeys;
  /** The owner's view of the service's schema: row-level security does not bind it. */
  owner: Database;
  service(): RunningService;
  logged: string[];
  /** Makes the named crash point throw, this many times; the process goes on, as another replica would. */
  crashAt(name: string, times?: number): void;
  /** Makes the whole process stand still, once, at the named crash point. */
  freezeAt(name: string, ms: number): void;
  /** Ends the service and starts it again on the same port and database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}>;

/** A crash that a test in this process can live through: whatever the code would have done after the point does not happen. */
class Crashed extends Error {}

const crashes = () => {
  const wanted = new Map<string, number>();
  const freezes = new Map<string, number>();
  const crash: CrashPoint = (name) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, freezes.get(name) ?? 0);
    freezes.delete(name);
    const left = wanted.get(name) ?? 0;
    if (left === 0) return;
    wanted.set(name, left - 1);
    throw new Crashed(`crashed at ${name}`);
  };
  return { crash, crashAt: (name: string, times = 1): void => void wanted.set(name, times), freezeAt: (name: string, ms: number): void => void freezes.set(name, ms) };
};

const prepare = async () => {
  registerEventCatalogue(catalogue);
  const database = await testDatabase();
  const { ownerUrl } = database;
  await migrateBus({ ownerUrl, rolePassword: password });
  await migrateService({ ownerUrl, service: 'payments', rolePassword: password, migrations });
  const logged: string[] = [];
  const log = createLog({ service: 'payments', level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const bus = createPostgresBus({ url: roleUrl(ownerUrl, 'bus', password), poolSize: 2, log });
  await bus.ensureTopics(catalogue.map(({ topic: name, compacted }) => ({ name, partitions: 2, compacted })));
  return { database, ownerUrl, logged, log, bus, owner: await openDatabase({ service: 'payments', url: ownerUrl, poolSize: 2, log }) };
};

/** The service on a real Postgres and the Postgres bus. */
export const startWorld = async (settings: Partial<PaymentsSettings> = {}): Promise<World> => {
  const { database, ownerUrl, logged, log, bus, owner } = await prepare();
  const sealing = await generateSealingKeys();
  const { crash, crashAt, freezeAt } = crashes();
  const start = (port: number): Promise<RunningService> =>
    createPayments({
      databaseUrl: roleUrl(ownerUrl, 'payments', password), poolSize: 6, bus, identityKeys, sealingKeys: sealing, peerSealingKeys: {}, log, crash,
      clock: systemClock, port, settings: { ...quick, ...settings },
    });
  let service = await start(0);
  return {
    bus, sealing, owner, logged, crashAt, freezeAt,
    service: () => service,
    restart: async () => {
      const { port } = service;
      await service.stop();
      service = await start(port);
    },
    stop: async () => {
      await service.stop();
      await bus.stop();
      await owner.stop();
      await database.stop();
    },
  };
};
