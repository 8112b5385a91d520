import type { Admin, ITopicConfig, Kafka, TopicPartitionOffset } from 'kafkajs';
import type { TopicSpec } from './bus';

const fourteenDaysMs = 14 * 24 * 3_600_000;

export type KafkaTopicDefaults = Readonly<{
  /** Copies of every partition: 3 in production, 1 on a single broker. -1 (the default) takes the broker's own setting. */
  replicationFactor?: number;
}>;

const toConfig = ({ name, partitions, compacted }: TopicSpec, { replicationFactor = -1 }: KafkaTopicDefaults): ITopicConfig => ({
  topic: name,
  numPartitions: partitions,
  replicationFactor,
  configEntries: compacted
    ? [{ name: 'cleanup.policy', value: 'compact' }]
    : [{ name: 'cleanup.policy', value: 'delete' }, { name: 'retention.ms', value: String(fourteenDaysMs) }],
});

export const withAdmin = async <T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
};

/** Creates the topics that are missing; a topic that another process creates at the same moment is fine. */
export const ensureKafkaTopics = (kafka: Kafka, specs: readonly TopicSpec[], defaults: KafkaTopicDefaults): Promise<void> =>
  withAdmin(kafka, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = specs.filter(({ name }) => !existing.has(name));
    if (missing.length > 0) await admin.createTopics({ waitForLeaders: true, topics: missing.map((spec) => toConfig(spec, defaults)) });
  });

/**
 * The ends of the partitions in which the group has no place yet. Left to the broker, `latest` would be decided only at the first
 * fetch, and what was published in between would be missed.
 */
export const endsWithoutPlace = (kafka: Kafka, group: string, topics: readonly string[]): Promise<TopicPartitionOffset[]> =>
  withAdmin(kafka, async (admin) => {
    const places = await admin.fetchOffsets({ groupId: group, topics: [...topics] });
    const ends = await Promise.all(
      places.map(async ({ topic, partitions }) => {
        const without = new Set(partitions.filter(({ offset }) => Number(offset) < 0).map(({ partition }) => partition));
        const all = without.size > 0 ? await admin.fetchTopicOffsets(topic) : [];
        return all.filter(({ partition }) => without.has(partition)).map(({ partition, high }) => ({ topic, partition, offset: high }));
      }),
    );
    return ends.flat();
  });
