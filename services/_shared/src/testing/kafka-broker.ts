import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './free-port';
import { guardedProcess } from './guarded-process';
import { kafkaJars } from './kafka-jars';
import type { TestKafka } from './kafka';

const run = promisify(execFile);

/** One node that is broker and controller (KRaft), replication 1, quick group joins; topics only by request, as in production. */
export const brokerSettings = (listeners: Readonly<{ client: string; controller: string; advertised: string; controllerAt: string }>): Record<string, string> => ({
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.quorum.voters': `1@${listeners.controllerAt}`,
  listeners: `PLAINTEXT://${listeners.client},CONTROLLER://${listeners.controller}`,
  'advertised.listeners': `PLAINTEXT://${listeners.advertised}`,
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'controller.listener.names': 'CONTROLLER',
  'inter.broker.listener.name': 'PLAINTEXT',
  'auto.create.topics.enable': 'false',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
  'group.min.session.timeout.ms': '1000',
  'log.cleaner.dedupe.buffer.size': '16777216',
  'log.cleaner.backoff.ms': '500',
});

const smallJvm = ['-Xms96m', '-Xmx320m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'];
const quietLog = ['defaultLogLevel=warn', 'log.kafka.server.KafkaRaftServer=info'].map((setting) => `-Dorg.slf4j.simpleLogger.${setting}`);

const writeSettings = (home: string, port: number, controllerPort: number): string => {
  const client = `127.0.0.1:${port}`;
  const controller = `127.0.0.1:${controllerPort}`;
  const all = { ...brokerSettings({ client, controller, advertised: client, controllerAt: controller }), 'log.dirs': join(home, 'data') };
  const file = join(home, 'server.properties');
  writeFileSync(file, Object.entries(all).map(([name, value]) => `${name}=${value}`).join('\n'));
  return file;
};

/** A broker from Apache Kafka's own jars, on free ports, that cannot outlive this program. */
export const brokerFromJars = async (alongWith: readonly string[]): Promise<TestKafka> => {
  const jars = join(await kafkaJars(), '*');
  const home = mkdtempSync(join(tmpdir(), 'paygraph-kafka-'));
  const port = await freePort();
  const file = writeSettings(home, port, await freePort());
  const broker = guardedProcess({
    command: 'java',
    args: [...smallJvm, ...quietLog, '-cp', jars, 'kafka.Kafka', file],
    ready: 'Kafka Server started',
    readyWithinMs: 60_000,
    orphanSignal: 'SIGKILL',
    removeAfter: [home, ...alongWith],
  });
  try {
    const clusterId = randomBytes(16).toString('base64url');
    await run('java', [...smallJvm, ...quietLog, '-cp', jars, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', file]);
    await broker.start();
  } catch (error) {
    await broker.leave('SIGKILL').catch(() => undefined);
    throw error;
  }
  return {
    brokers: [`127.0.0.1:${port}`],
    source: 'jars',
    restart: async (awayMs = 0) => {
      await broker.end('SIGTERM');
      await pause(awayMs);
      await broker.start();
    },
    stop: () => broker.leave('SIGKILL'),
  };
};
