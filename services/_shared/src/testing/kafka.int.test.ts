import { Kafka, logLevel } from 'kafkajs';
import { kafkaForTests, ownKafka, type TestKafka } from './kafka';

const roundTrip = async (brokers: readonly string[], topic: string): Promise<string> => {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const [admin, producer, consumer] = [kafka.admin(), kafka.producer(), kafka.consumer({ groupId: topic })];
  await Promise.all([admin.connect(), producer.connect(), consumer.connect()]);
  await admin.createTopics({ topics: [{ topic }], waitForLeaders: true });
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const heard = new Promise<string>((resolve) => void consumer.run({ eachMessage: async ({ message }) => resolve(String(message.value)) }));
  await producer.send({ topic, messages: [{ value: 'heard' }] });
  const value = await heard;
  await Promise.all([admin.disconnect(), producer.disconnect(), consumer.disconnect()]);
  return value;
};

describe('a real Kafka for tests', () => {
  let kafka: TestKafka | undefined;
  beforeAll(async () => void (kafka = await ownKafka()), 180_000);
  afterAll(() => kafka?.stop());

  test('carries a message, before and after a restart at the same address', async () => {
    if (!kafka) return;
    expect(await roundTrip(kafka.brokers, 'before')).toBe('heard');
    await kafka.restart();
    expect(await roundTrip(kafka.brokers, 'after')).toBe('heard');
  }, 60_000);

  test('is started once for all test files of a process', async () => {
    const [one, other] = [await kafkaForTests(), await kafkaForTests()];
    expect(one?.brokers).toEqual(other?.brokers);
  }, 120_000);
});
