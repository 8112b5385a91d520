import { kafkaForTests } from '@paygraph/shared/testing/kafka';
import { startEmbeddedPostgres } from '@paygraph/shared/testing/postgres';
import { deadCode, lint, runSteps, schemaDrift, tests, types, type Step } from './kit/steps';

const steps: readonly Step[] = [
  types,
  lint,
  deadCode,
  schemaDrift,
  tests('architecture', { serial: false }),
  tests('unit', { serial: false }),
  tests('int', { serial: false }),
  tests('contract', { serial: true }),
  tests('e2e', { serial: false }),
];

/** `npm test`: everything, on one Postgres and one Kafka broker for the whole run. Names of steps as arguments narrow it. */
const main = async (): Promise<void> => {
  const wanted = process.argv.slice(2);
  const chosen = wanted.length === 0 ? steps : steps.filter(({ name }) => wanted.includes(name));
  const postgres = await startEmbeddedPostgres();
  const kafka = await kafkaForTests();
  try {
    const env = { PAYGRAPH_TEST_PG: postgres.ownerUrl, ...(kafka ? { KAFKA_BROKERS: kafka.brokers.join(',') } : {}) };
    process.exitCode = (await runSteps(chosen, env)) === 0 ? 0 : 1;
  } finally {
    await kafka?.stop();
    await postgres.stop();
  }
};

void main();
