import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './free-port';
import { guardedProcess, type Signal } from './guarded-process';
import { kafkaJars } from './kafka-jars';
import type { TestKafka } from './kafka';

const run = promisify(execFile);

/** Another address of the broker. Whoever asks there is told to come to `toldPort`, where a proxy of a test may stand. */
export type Door = Readonly<{ name: string; port: number; toldPort: number }>;

export type BrokerOptions = Readonly<{
  /** Files deleted together with the broker, whoever ends it. */
  alongWith?: readonly string[];
  doors?: readonly Door[];
  /** A second folder for partitions, half of which are put there. */
  secondFolder?: string;
}>;

/** A broker that a test may also kill. */
export type OwnBroker = TestKafka & Readonly<{ /** As `restart`, without a goodbye. */ kill(awayMs?: number): Promise<void> }>;

/** One node that is broker and controller (KRaft), replication 1, quick group joins; topics only by request, as in production. */
export const brokerSettings = (listeners: Readonly<{ client: string; controller: string; advertised: string; controllerAt: string; doors?: readonly Door[] }>): Record<string, string> => ({
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.quorum.voters': `1@${listeners.controllerAt}`,
  listeners: [`PLAINTEXT://${listeners.client},CONTROLLER://${listeners.controller}`, ...(listeners.doors ?? []).map(({ name, port }) => `${name}://127.0.0.1:${port}`)].join(','),
  'advertised.listeners': [`PLAINTEXT://${listeners.advertised}`, ...(listeners.doors ?? []).map(({ name, toldPort }) => `${name}://127.0.0.1:${toldPort}`)].join(','),
  'listener.security.protocol.map': ['PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT', ...(listeners.doors ?? []).map(({ name }) => `${name}:PLAINTEXT`)].join(','),
  'controller.listener.names': 'CONTROLLER',
  'inter.broker.listener.name': 'PLAINTEXT',
  'auto.create.topics.enable': 'false',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
  // A broker that was killed is let in again when its earlier life is given up.
  'broker.session.timeout.ms': '2000',
  'broker.heartbeat.interval.ms': '500',
  'group.min.session.timeout.ms': '1000',
  'log.cleaner.dedupe.buffer.size': '16777216',
  'log.cleaner.backoff.ms': '500',
});

const smallJvm = ['-Xms96m', '-Xmx320m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'];
const quietLog = ['defaultLogLevel=warn', 'log.kafka.server.KafkaRaftServer=info'].map((setting) => `-Dorg.slf4j.simpleLogger.${setting}`);

type Place = Readonly<{ home: string; port: number; controllerPort: number }>;

const writeSettings = ({ home, port, controllerPort }: Place, { doors, secondFolder }: BrokerOptions): string => {
  const client = `127.0.0.1:${port}`;
  const controller = `127.0.0.1:${controllerPort}`;
  const folders = [join(home, 'data'), ...(secondFolder === undefined ? [] : [secondFolder])].join(',');
  const all = { ...brokerSettings({ client, controller, advertised: client, controllerAt: controller, doors }), 'log.dirs': folders };
  const file = join(home, 'server.properties');
  writeFileSync(file, Object.entries(all).map(([name, value]) => `${name}=${value}`).join('\n'));
  return file;
};

/** A broker from Apache Kafka's own jars, on free ports, that cannot outlive this program. */
export const brokerFromJars = async (options: BrokerOptions = {}): Promise<OwnBroker> => {
  const jars = join(await kafkaJars(), '*');
  const home = mkdtempSync(join(tmpdir(), 'paygraph-kafka-'));
  const port = await freePort();
  const file = writeSettings({ home, port, controllerPort: await freePort() }, options);
  const broker = guardedProcess({
    command: 'java',
    args: [...smallJvm, ...quietLog, '-cp', jars, 'kafka.Kafka', file],
    ready: 'Kafka Server started',
    readyWithinMs: 60_000,
    orphanSignal: 'SIGKILL',
    removeAfter: [home, ...(options.alongWith ?? [])],
  });
  try {
    // With "=", since one id in 64 begins with a dash.
    const clusterId = randomBytes(16).toString('base64url');
    await run('java', [...smallJvm, ...quietLog, '-cp', jars, 'kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '-c', file]);
    await broker.start();
  } catch (error) {
    await broker.leave('SIGKILL').catch(() => undefined);
    throw error;
  }
  const again = async (signal: Signal, awayMs = 0): Promise<void> => {
    await broker.end(signal);
    await pause(awayMs);
    await broker.start();
  };
  return {
    brokers: [`127.0.0.1:${port}`],
    source: 'jars',
    restart: (awayMs) => again('SIGTERM', awayMs),
    kill: (awayMs) => again('SIGKILL', awayMs),
    stop: () => broker.leave('SIGKILL'),
  };
};
