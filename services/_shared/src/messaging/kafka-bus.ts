import { Kafka, type KafkaConfig, logLevel, type LogEntry } from 'kafkajs';
import type { Log } from '../log';
import type { Bus, Delivered, SubscribeOptions, Subscription } from './bus';
import { ensureKafkaTopics, type KafkaTopicDefaults } from './kafka-bus-admin';
import { startKafkaMember } from './kafka-bus-member';
import { createKafkaProducer } from './kafka-bus-producer';

export type KafkaBusOptions = Readonly<{
  brokers: readonly string[];
  clientId: string;
  ssl?: KafkaConfig['ssl'];
  sasl?: KafkaConfig['sasl'];
  /** Put before the name of every topic and group: several installations (or test runs) on one Kafka. */
  prefix?: string;
  /** After this long without a sign of life a member's partitions go to the others. */
  sessionTimeoutMs?: number;
  log: Log;
}> &
  KafkaTopicDefaults;

const sessionTimeoutDefault = 30_000;

const levels: Readonly<Record<number, 'error' | 'warn' | 'debug'>> = { [logLevel.ERROR]: 'error', [logLevel.WARN]: 'warn' };

const logTo = (log: Log) => () => ({ level, namespace, log: { message, error } }: LogEntry): void =>
  log[levels[level] ?? 'debug']({ component: `kafkajs ${namespace}`, reason: typeof error === 'string' ? error : undefined }, message);

const connectTo = ({ brokers, clientId, ssl, sasl, log }: KafkaBusOptions): Kafka =>
  new Kafka({
    brokers: [...brokers],
    clientId,
    ssl,
    sasl,
    connectionTimeout: 3_000,
    // Shorter than the relay's transaction may be idle; kafkajs' own 30 s would make a slow broker an endless re-sending.
    requestTimeout: 3_000,
    enforceRequestTimeout: true,
    retry: { retries: 4, initialRetryTime: 200, maxRetryTime: 2_000 },
    logLevel: logLevel.WARN,
    logCreator: logTo(log),
  });

const withPrefix = (prefix: string, options: SubscribeOptions): SubscribeOptions => ({
  ...options,
  group: prefix + options.group,
  topics: options.topics.map((topic) => prefix + topic),
  onBatch: (batch) => options.onBatch(batch.map((message): Delivered => ({ ...message, topic: message.topic.slice(prefix.length) }))),
});

/** The bus of production. Everything above it must bear duplicates; see the traps that shaped it beside each part. */
export const createKafkaBus = (options: KafkaBusOptions): Bus => {
  const { log, prefix = '', sessionTimeoutMs = sessionTimeoutDefault } = options;
  const kafka = connectTo(options);
  const producer = createKafkaProducer(kafka);
  const members = new Set<Subscription>();
  let stopping: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await Promise.all([...members].map((member) => member.stop()));
    await producer.stop();
  };
  return {
    kind: 'kafka',
    ensureTopics: (topics) => ensureKafkaTopics(kafka, topics.map((spec) => ({ ...spec, name: prefix + spec.name })), options),
    publish: (messages) => producer.publish(messages.map((message) => ({ ...message, topic: prefix + message.topic }))),
    subscribe: async (subscription) => {
      const member = await startKafkaMember({ kafka, log, sessionTimeoutMs, subscription: withPrefix(prefix, subscription) });
      members.add(member);
      return {
        stop: async () => {
          members.delete(member);
          await member.stop();
        },
      };
    },
    stop: () => (stopping ??= end()),
  };
};
