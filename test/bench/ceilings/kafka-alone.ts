import { randomUUID } from 'node:crypto';
import { CompressionTypes, Kafka, logLevel, Partitioners } from 'kafkajs';

const [batch, partitions, passMs] = [500, 6, 60_000];

export type Alone = Readonly<{ brokers: readonly string[]; events: number; bytes: number }>;

const topicFor = async (kafka: Kafka): Promise<string> => {
  const topic = `bench-${randomUUID()}`;
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: partitions, replicationFactor: 1 }] });
  await admin.disconnect();
  return topic;
};

const counting = (enough: number) => {
  let [seen, tell] = [0, (): void => undefined];
  const all = new Promise<void>((resolve) => (tell = resolve));
  return { all, add: (more: number): void => void ((seen += more) >= enough && tell()) };
};

/**
 * Messages per second by kafkajs with nothing around it: sent as the relay sends, one batch in flight and acknowledged by all replicas, and
 * read by one consumer that only counts. Both in this process.
 */
export const kafkaAlone = async ({ brokers, events, bytes }: Alone): Promise<number> => {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const topic = await topicFor(kafka);
  const [producer, consumer] = [kafka.producer({ maxInFlightRequests: 1, createPartitioner: Partitioners.DefaultPartitioner }), kafka.consumer({ groupId: topic })];
  const count = counting(events);
  try {
    await Promise.all([producer.connect(), consumer.connect()]);
    await consumer.subscribe({ topic, fromBeginning: true });
    const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
    await consumer.run({ eachBatch: ({ batch: { messages } }) => Promise.resolve(count.add(messages.length)) });
    await joined;
    const from = performance.now();
    const value = 'x'.repeat(bytes);
    for (let sent = 0; sent < events; sent += batch) {
      const messages = Array.from({ length: Math.min(batch, events - sent) }, () => ({ key: randomUUID(), value }));
      await producer.send({ topic, acks: -1, compression: CompressionTypes.None, messages });
    }
    await Promise.race([count.all, new Promise((_, reject) => setTimeout(() => reject(new Error('Kafka did not pass all messages')), passMs).unref())]);
    return events / ((performance.now() - from) / 1_000);
  } finally {
    await Promise.all([producer.disconnect(), consumer.disconnect()]);
  }
};
