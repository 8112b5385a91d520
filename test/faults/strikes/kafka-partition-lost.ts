import { Kafka, logLevel } from 'kafkajs';
import type { System } from '../system/system';
import { forAWhile, type Strike } from './strike';

/** Topics of which the broker has given up a partition: kafkajs then refuses to tell about any of them. */
const leaderless = async ({ brokers }: System): Promise<number> => {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING, retry: { retries: 0 } }).admin();
  await admin.connect();
  try {
    const topics = await admin.listTopics();
    const asked = await Promise.allSettled(topics.map((topic) => admin.fetchTopicMetadata({ topics: [topic] })));
    return asked.filter((answer) => answer.status === 'rejected' && String(answer.reason).includes('no leader')).length;
  } finally {
    await admin.disconnect();
  }
};

/** The folder of half of the partitions cannot be written: the broker gives them up and goes on with the others, until it is started anew. */
export const kafkaPartitionLost: Strike = {
  name: 'kafka partitions lost',
  target: 'kafka',
  unable: ({ disks }) => (disks ? undefined : 'a small disk can be mounted by root on Linux only'),
  make: async (field) => {
    const { system } = field;
    let lost = 0;
    const heal = async (): Promise<void> => {
      lost = await leaderless(system).catch(() => 0);
      system.disks?.kafka.free();
      await system.kafka.kill();
    };
    await forAWhile(field, 8, { hurt: () => system.disks?.kafka.fill(), heal });
    return lost;
  },
};
