import { Kafka, logLevel } from 'kafkajs';
import { brokerFromJars } from './kafka-broker';
import { brokerFromContainer } from './kafka-container';
import { canRunJars } from './kafka-jars';
import { sharedByProcess } from './shared-by-process';

export type TestKafka = {
  readonly brokers: readonly string[];
  readonly source: 'KAFKA_BROKERS' | 'container' | 'jars' | 'shared';
  /** Stops the broker, for `awayMs` if told, and starts it at the same address. Only for one's own broker. */
  restart(awayMs?: number): Promise<void>;
  stop(): Promise<void>;
};

const noKafka = 'No Kafka: KAFKA_BROKERS is not set, Docker does not answer, and Java 17+ with Maven is missing. Tests on Kafka are skipped.';

const startOwn = async (alongWith: readonly string[]): Promise<TestKafka | undefined> =>
  (await brokerFromContainer()) ?? ((await canRunJars()) ? brokerFromJars({ alongWith }) : undefined);

const missing = (): undefined => {
  // A broker that was given is one; only a restart cannot be had then.
  if (process.env['KAFKA_BROKERS']) return undefined;
  if (process.env['REQUIRE_KAFKA'] === '1') throw new Error(`REQUIRE_KAFKA=1, but there is none. ${noKafka}`);
  process.stderr.write(`${noKafka}\n`);
  return undefined;
};

/** A broker for this caller alone, that may be restarted; `undefined` (with one line that says why) where none can be had. */
export const ownKafka = async (): Promise<TestKafka | undefined> => (await startOwn([])) ?? missing();

const notOurs = (brokers: string, source: TestKafka['source']): TestKafka => ({
  brokers: brokers.split(','),
  source,
  restart: () => Promise.reject(new Error('This Kafka is shared with other tests: take `ownKafka()` to restart one')),
  stop: () => Promise.resolve(),
});

const probe = async (brokers: string): Promise<void> => {
  const admin = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING, retry: { retries: 0 } }).admin();
  await admin.connect();
  await admin.disconnect();
};

class NoKafka extends Error {}

const startShared = async (noteFile: string): Promise<string> => {
  const kafka = await startOwn([noteFile]);
  if (!kafka) throw new NoKafka();
  return kafka.brokers.join(',');
};

/**
 * A real Kafka shared by the tests of this run: `KAFKA_BROKERS`, else a container, else Apache Kafka's own jars.
 * `undefined`, with one visible line, where none can be had; throws instead when `REQUIRE_KAFKA=1`.
 */
export const kafkaForTests = async (): Promise<TestKafka | undefined> => {
  const given = process.env['KAFKA_BROKERS'];
  if (given) return notOurs(given, 'KAFKA_BROKERS');
  try {
    return notOurs(await sharedByProcess({ name: 'kafka', probe, start: startShared }), 'shared');
  } catch (error) {
    if (error instanceof NoKafka) return missing();
    throw error;
  }
};
