import { catalogue } from '@paygraph/schema/events/index';
import { Envelope } from '@paygraph/schema/events/envelope';
import { createLog } from '@paygraph/shared/log';
import { registerEventCatalogue, topicSpec } from '@paygraph/shared/messaging/catalogue';
import type { Stack } from '../stack/index';
import { busOf } from '../stack/world';

export type SeenEvent = Readonly<{ topic: string; type: string; aggregateId: string; aggregateVersion: number; occurredAt: string; eventId: string }>;

/** Reads every topic from now on as an outsider would, with a consumer group of its own; `stop` gives what was read. */
export const collectEvents = async (stack: Stack): Promise<{ seen: readonly SeenEvent[]; stop(): Promise<readonly SeenEvent[]> }> => {
  const bus = busOf(stack.world, 'merchants', createLog({ service: 'events-reader', level: 'warn' }));
  const seen: SeenEvent[] = [];
  registerEventCatalogue(catalogue);
  await bus.ensureTopics(catalogue.map(({ topic }) => topicSpec(topic)));
  const subscription = await bus.subscribe({
    group: `reader-${Date.now()}`,
    topics: catalogue.map(({ topic }) => topic),
    from: 'earliest',
    onBatch: async (batch) => {
      for (const { topic, value } of batch) {
        const { body: _body, merchantId: _merchantId, ...rest } = Envelope.parse(JSON.parse(value));
        seen.push({ topic, ...rest });
      }
    },
  });
  return {
    seen,
    stop: async () => {
      await subscription.stop();
      await bus.stop();
      return seen;
    },
  };
};
