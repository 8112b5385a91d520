import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port';
import { brokerSettings } from './kafka-broker';
import { kafkaVersion } from './kafka-jars';
import type { TestKafka } from './kafka';

const asVariables = (settings: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [`KAFKA_${name.replaceAll('.', '_').toUpperCase()}`, value]));

/** A broker in a container, where Docker answers; `undefined` where it does not. Testcontainers' reaper removes it after us. */
export const brokerFromContainer = async (): Promise<TestKafka | undefined> => {
  // Loaded late, since it is large, and by `require`, since Jest runs CommonJS.
  const { GenericContainer, Wait, getContainerRuntimeClient } = createRequire(__filename)('testcontainers') as typeof import('testcontainers');
  const docker = await getContainerRuntimeClient().catch(() => undefined);
  if (!docker) return undefined;
  // The broker tells clients its address, so the port outside must be known before it starts.
  const port = await freePort();
  const container = await new GenericContainer(`apache/kafka:${kafkaVersion}`)
    .withExposedPorts({ container: port, host: port })
    .withEnvironment(asVariables(brokerSettings({ client: `0.0.0.0:${port}`, controller: 'localhost:29093', advertised: `${docker.info.containerRuntime.host}:${port}`, controllerAt: 'localhost:29093' })))
    .withWaitStrategy(Wait.forLogMessage('Kafka Server started'))
    .start();
  return {
    brokers: [`${container.getHost()}:${port}`],
    source: 'container',
    restart: async (awayMs = 0) => {
      await container.stop({ remove: false });
      await pause(awayMs);
      await container.restart();
    },
    stop: async () => void (await container.stop()),
  };
};
