import { createLog } from '@paygraph/shared/log';
import { startInOrder } from '@paygraph/shared/service';
import { testDatabase } from '@paygraph/shared/testing/test-database';
import { openShop, type Shop } from '@paygraph/gateway/main-job/play';
import { startStack } from '@paygraph/gateway/stack/index';
import { inProcess, type ServiceHost } from '@paygraph/gateway/stack/in-process';
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
  logLevel?: string;
}>;
export type TestStack = Readonly<{ shop: Shop; processes: ReadonlyMap<ServiceName, ServiceProcess>; stop(): Promise<void> }>;

const hostFor = (apart: readonly ServiceName[], processes: Map<ServiceName, ServiceProcess>, logLevel: string) => (world: World): ServiceHost => {
  const inside = inProcess(world, createLog({ service: 'test', level: logLevel }));
  return async (name) => {
    if (!apart.includes(name)) return inside(name);
    const running = await startServiceProcess({ script: `services/${name}/src/main.ts`, env: envOf(world, name) });
    processes.set(name, running);
    return running;
  };
};

/** The whole system with a merchant ready to sell, on the run's Postgres; chosen services as processes that can be killed. */
export const startTestStack = ({ bus = { kind: 'postgres' }, ownerUrl, apart = [], logLevel = 'silent' }: TestStackOptions = {}): Promise<TestStack> =>
  startInOrder(async (keep) => {
    const url = ownerUrl ?? keep(await testDatabase()).ownerUrl;
    const processes = new Map<ServiceName, ServiceProcess>();
    const stack = keep(await startStack({ ownerUrl: url, bus, log: createLog({ service: 'test', level: logLevel }), host: hostFor(apart, processes, logLevel) }));
    return { shop: await openShop(stack), processes };
  });
