import type { EventBody, EventType, Topic } from '@paygraph/schema/events/index';
import { newId, type MerchantId } from '@paygraph/shared/ids';
import { topicSpec } from '@paygraph/shared/messaging/catalogue';
import { toMessage } from '@paygraph/shared/messaging/envelope';
import type { RunningService } from '@paygraph/shared/service';
import { serviceKit, type ServiceKit } from '@paygraph/shared/testing/service-kit';
import { startKassaSimulator, type KassaOptions, type KassaSimulator } from '@paygraph/simulators/paykeeper-kassa/index';
import { migrations } from '../../migrations/index';
import { createFiscalization, type FiscalizationDeps } from '../service';
import type { FiscalSettings } from '../use-cases/settings';

export type Told<T extends Topic> = Readonly<{ topic: T; type: EventType<T>; aggregateId: string; merchantId: MerchantId; body: EventBody<T, EventType<T>>; occurredAt?: string }>;

/** The service with its neighbours: a bus on which the other services' events arrive, and real HTTP cash registers. */
export type FiscalWorld = Readonly<{
  kit: ServiceKit;
  service(): RunningService;
  /** Ends the service and opens it again, as after a crash or a deployment. */
  reopen(deps?: Partial<FiscalizationDeps>): Promise<void>;
  register(options?: KassaOptions): Promise<KassaSimulator>;
  /** Publishes an event as its own service would. Gives its id back. */
  tell<T extends Topic>(event: Told<T>): Promise<string>;
  stop(): Promise<void>;
}>;

/** Everything that waits minutes in production waits milliseconds here. */
export const quick: Partial<FiscalSettings> = {
  pauses: { unsent: [50], ask: [50], poll: [20, 50] },
  absentAfterMs: 100,
  registerTimeoutMs: 1_500,
  registerRestMs: 500,
};

const versions = () => {
  const last = new Map<string, number>();
  return (aggregateId: string): number => {
    last.set(aggregateId, (last.get(aggregateId) ?? 0) + 1);
    return last.get(aggregateId) ?? 1;
  };
};

export const fiscalWorld = async (settings: Partial<FiscalSettings> = {}): Promise<FiscalWorld> => {
  const kit = await serviceKit({ service: 'fiscalization', schema: 'fiscalization', migrations });
  const start = (deps: Partial<FiscalizationDeps> = {}) => createFiscalization({ ...kit.deps, settings: { ...quick, ...settings }, ...deps });
  let service = await start();
  const outside = kit.openBus();
  const nextVersion = versions();
  const registers: KassaSimulator[] = [];
  return {
    kit,
    service: () => service,
    reopen: async (deps) => {
      await service.stop();
      service = await start(deps);
    },
    register: async (options = {}) => {
      const register = await startKassaSimulator({ registerDelayMs: 30, ...options });
      registers.push(register);
      return register;
    },
    tell: async ({ topic, type, aggregateId, merchantId, body, occurredAt = new Date().toISOString() }) => {
      const eventId = newId();
      const event = { eventId, topic, type, version: 1, occurredAt, aggregateId, aggregateVersion: nextVersion(`${topic} ${aggregateId}`), merchantId, body };
      await outside.ensureTopics([topicSpec(topic)]);
      await outside.publish([toMessage('test', event)]);
      return eventId;
    },
    stop: async () => {
      await service.stop();
      await Promise.all(registers.map((register) => register.stop()));
      await kit.stop();
    },
  };
};
