import { CompressionTypes, type Kafka, type Producer, Partitioners, type TopicMessages } from 'kafkajs';
import type { BusMessage } from './bus';

const toTopicMessages = (messages: readonly BusMessage[]): TopicMessages[] => {
  const byTopic = new Map<string, TopicMessages>();
  for (const { topic, key, value, headers } of messages) {
    const entry = byTopic.get(topic) ?? { topic, messages: [] };
    entry.messages.push({ key, value, headers: { ...headers } });
    byTopic.set(topic, entry);
  }
  return [...byTopic.values()];
};

/**
 * kafkajs 2.2.4 with `idempotent` loses acknowledged messages when a response is lost, so it is off: one send in flight, acknowledged
 * by all replicas, and a new producer after any rejection. Duplicates are possible; the inbox removes them.
 */
export const createKafkaProducer = (kafka: Kafka) => {
  let current: Promise<Producer> | undefined;
  let sending: Promise<unknown> = Promise.resolve();

  const connect = async (): Promise<Producer> => {
    const producer = kafka.producer({
      idempotent: false,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { retries: 1, initialRetryTime: 100, maxRetryTime: 500 },
    });
    await producer.connect();
    return producer;
  };

  const discard = async (): Promise<void> => {
    const broken = current;
    current = undefined;
    await broken?.then((producer) => producer.disconnect()).catch(() => undefined);
  };

  const send = async (messages: readonly BusMessage[]): Promise<void> => {
    try {
      current ??= connect();
      const producer = await current;
      await producer.sendBatch({ acks: -1, compression: CompressionTypes.None, topicMessages: toTopicMessages(messages) });
    } catch (error) {
      await discard();
      throw error;
    }
  };

  return {
    publish: (messages: readonly BusMessage[]): Promise<void> => {
      if (messages.length === 0) return Promise.resolve();
      const sent = sending.then(() => send(messages));
      sending = sent.catch(() => undefined);
      return sent;
    },
    stop: async (): Promise<void> => {
      await sending;
      await discard();
    },
  };
};
