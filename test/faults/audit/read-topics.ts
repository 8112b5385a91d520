import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type Consumer } from 'kafkajs';

export type Message = Readonly<{ topic: string; partition: number; offset: number; key: string; eventId: string; aggregateVersion: number; type: string; body: Readonly<Record<string, unknown>> }>;

const ours = /^(payments|tokens|merchants|fiscalization|orders)\..*\.v1$/;
const readWithinMs = 60_000;

type Ends = Map<string, number>;
const place = (topic: string, partition: number): string => `${topic}/${partition}`;

const endsOf = async (kafka: Kafka): Promise<{ topics: string[]; ends: Ends }> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((name) => ours.test(name));
    const offsets = await Promise.all(topics.map(async (topic) => (await admin.fetchTopicOffsets(topic)).map((offset) => ({ topic, ...offset }))));
    const filled = offsets.flat().filter(({ low, high }) => Number(high) > Number(low));
    return { topics, ends: new Map(filled.map(({ topic, partition, high }) => [place(topic, partition), Number(high)])) };
  } finally {
    await admin.disconnect();
  }
};

const toMessage = (topic: string, partition: number, { offset, key, value }: { offset: string; key: Buffer | null; value: Buffer | null }): Message => {
  const { eventId, aggregateVersion, type, body } = JSON.parse(value?.toString() ?? '{}') as Message;
  return { topic, partition, offset: Number(offset), key: key?.toString() ?? '', eventId, aggregateVersion, type, body };
};

/** Resolves when every partition was read to the end that it had when we came. */
const readUntil = async (consumer: Consumer, ends: Ends): Promise<Message[]> => {
  const messages: Message[] = [];
  const left = new Set(ends.keys());
  if (left.size === 0) return messages;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Not read to the end within ${readWithinMs} ms: ${[...left].join(', ')}`)), readWithinMs);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const eachBatch = async ({ batch }: Parameters<NonNullable<Parameters<Consumer['run']>[0]>['eachBatch'] & object>[0]): Promise<void> => {
      const { topic, partition } = batch;
      messages.push(...batch.messages.map((message) => toMessage(topic, partition, message)));
      if (Number(batch.lastOffset()) + 1 >= (ends.get(place(topic, partition)) ?? Infinity)) left.delete(place(topic, partition));
      if (left.size === 0) done();
    };
    consumer.run({ autoCommit: false, eachBatch }).catch(reject);
  });
  return messages;
};

/** Every message of every topic, from the beginning. */
export const readTopics = async (brokers: readonly string[]): Promise<Message[]> => {
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'auditor', logLevel: logLevel.NOTHING });
  const { topics, ends } = await endsOf(kafka);
  const consumer = kafka.consumer({ groupId: `auditor-${randomUUID()}` });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics, fromBeginning: true });
    return await readUntil(consumer, ends);
  } finally {
    await consumer.disconnect();
  }
};
