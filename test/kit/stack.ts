import { createLog, type Log } from '@paygraph/shared/log';
import { startInOrder } from '@paygraph/shared/service';
import { testRolePassword } from '@paygraph/shared/testing/kernel-database';
import { testDatabase } from '@paygraph/shared/testing/test-database';
import { openShop, type Shop } from '@paygraph/gateway/main-job/play';
import { startStack } from '@paygraph/gateway/stack/index';
import { inProcess, type ServiceHost, type StackSettings } from '@paygraph/gateway/stack/in-process';
import type { ServiceName } from '@paygraph/gateway/stack/schemas';
import type { BusChoice, World } from '@paygraph/gateway/stack/world';
import { envOf } from './service-env';
import { startServiceProcess, type ServiceProcess } from './service-process';

export type TestStackOptions = Readonly<{
  bus?: BusChoice;
  /** Owner's connection string of an empty database; a fresh one of the run's cluster unless told. */
  ownerUrl?: string;
  /** Services that run as processes of their own, so that a test can take their power away. The others live in the test. */
  apart?: readonly ServiceName[];
  /** Patience of the services that live in the test. */
  settings?: StackSettings;
  /** More environment for the services that run apart. */
  env?: Readonly<Record<string, string>>;
  log?: Log;
}>;
export type TestStack = Readonly<{ shop: Shop; processes: ReadonlyMap<ServiceName, ServiceProcess>; stop(): Promise<void> }>;

/** Quick enough for a test, and still in the order of the real pauses. */
const impatient: StackSettings = {
  payments: { timeScale: 0.1, providerTimeoutMs: 1_500, leaseMs: 2_000, certainty: { absencesNeeded: 2, absenceAgeMs: 1_000, inquiriesBeforeReview: 50 } },
  fiscalization: { pauses: { unsent: [200, 500, 1_000], ask: [500, 1_000, 2_000], poll: [100, 200, 500] }, absentAfterMs: 1_500, registerTimeoutMs: 1_500, registerRestMs: 1_000, leaseMs: 2_000 },
};

const quiet = createLog({ service: 'test', level: 'silent' });

type HostOptions = Readonly<{ apart: readonly ServiceName[]; processes: Map<ServiceName, ServiceProcess>; log: Log; settings: StackSettings; env: Readonly<Record<string, string>> }>;

const hostFor = ({ apart, processes, log, settings, env }: HostOptions) => (world: World): ServiceHost => {
  const inside = inProcess(world, log, settings);
  return async (name) => {
    if (!apart.includes(name)) return inside(name);
    const running = await startServiceProcess({ script: `services/${name}/src/main.ts`, env: { ...envOf(world, name), ...env } });
    processes.set(name, running);
    return running;
  };
};

/** The whole system with a merchant ready to sell, on the run's Postgres; chosen services as processes that can be killed. */
export const startTestStack = ({ bus = { kind: 'postgres' }, ownerUrl, apart = [], settings = impatient, env = {}, log = quiet }: TestStackOptions = {}): Promise<TestStack> =>
  startInOrder(async (keep) => {
    const url = ownerUrl ?? keep(await testDatabase()).ownerUrl;
    const processes = new Map<ServiceName, ServiceProcess>();
    const stack = keep(await startStack({ ownerUrl: url, bus, log, rolePassword: testRolePassword, host: hostFor({ apart, processes, log, settings, env }) }));
    return { shop: await openShop(stack), processes };
  });
