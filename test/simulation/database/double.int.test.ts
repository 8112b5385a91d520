import { catalogue } from '@paygraph/schema/events/index';
import { migrations as fiscalMigrations } from '@paygraph/fiscalization/migrations/index';
import { migrations as paymentsMigrations } from '@paygraph/payments/migrations/index';
import type { Database } from '@paygraph/shared/db/database';
import { registerEventCatalogue } from '@paygraph/shared/messaging/events';
import { serviceDatabase } from '@paygraph/shared/testing/kernel-database';
import { randomFrom } from '../engine/random';
import { fiscalActs } from './fiscal-acts';
import { fiscalStatements } from './fiscal-statements';
import { kernelActs } from './kernel-acts';
import { paymentsActs } from './payments-acts';
import { paymentsStatements } from './payments-statements';
import { doubleOf, outcomeOf } from './twins';

const actsOfARun = 600;

const services = [
  { service: 'payments', migrations: paymentsMigrations, statements: paymentsStatements, acts: [...kernelActs, ...paymentsActs] },
  { service: 'fiscalization', migrations: fiscalMigrations, statements: fiscalStatements, acts: fiscalActs },
];

describe.each(services)('the double of the database of $service', ({ service, migrations, statements, acts }) => {
  let postgres: Awaited<ReturnType<typeof serviceDatabase>>;
  let real: Database;
  let double: Database;

  beforeAll(async () => {
    registerEventCatalogue(catalogue);
    postgres = await serviceDatabase(service, migrations);
    real = await postgres.open(2);
    double = doubleOf(service, statements);
  });
  afterAll(() => postgres.stop());

  it('answers as Postgres does to the same acts in the same order, whatever they are', async () => {
    const seed = Date.now() % 1_000_000;
    const random = randomFrom(seed);
    for (let at = 0; at < actsOfARun; at += 1) {
      const { name, draw } = random.pick(acts);
      const act = draw(random);
      const place = `seed ${seed}, act ${at}: ${name}`;
      const expected = await outcomeOf(() => act(real));
      expect([place, await outcomeOf(() => act(double))]).toEqual([place, expected]);
    }
  });
});
