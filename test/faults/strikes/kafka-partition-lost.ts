import { Kafka, logLevel } from 'kafkajs';
import { catalogue } from '@paygraph/schema/events/index';
import type { System } from '../system/system';
import { forAWhile, type Strike } from './strike';

/** Topics of which the broker has given up a partition: kafkajs then refuses to tell about any of them. */
const leaderless = async ({ brokers }: System): Promise<number> => {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING, retry: { retries: 0 } }).admin();
  await admin.connect();
  try {
    // Each by itself: asked for all of them, kafkajs fails at the first partition without a leader.
    const asked = await Promise.allSettled(catalogue.map(({ topic }) => admin.fetchTopicMetadata({ topics: [topic] })));
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
  make: (field) => {
    const { system } = field;
    const heal = async (): Promise<void> => {
      system.disks?.kafka.free();
      await system.kafka.kill();
    };
    return forAWhile(field, 8, { hurt: () => system.disks?.kafka.fill(), heal, hits: () => leaderless(system).catch(() => 0) });
  },
};
