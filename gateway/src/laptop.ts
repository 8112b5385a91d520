import { createLog } from '@paygraph/shared/log';
import { startInOrder } from '@paygraph/shared/service';
import { ownKafka } from '@paygraph/shared/testing/kafka';
import { startEmbeddedPostgres } from '@paygraph/shared/testing/postgres';
import { openShop, type Shop } from './main-job/play';
import { startStack } from './stack/index';
import type { BusChoice } from './stack/world';

export type LaptopOptions = Readonly<{ kafka: boolean; port: number }>;
export type Laptop = Readonly<{ shop: Shop; kafkaBrokers: readonly string[] | null; stop(): Promise<void> }>;

/** Everything on one machine: real Postgres, a real Kafka broker when asked, simulators, services and gateway, and a merchant ready to sell. */
export const startLaptop = (o: LaptopOptions): Promise<Laptop> =>
  startInOrder(async (keep) => {
    const log = createLog({ service: 'laptop', level: 'warn' });
    const postgres = keep(await startEmbeddedPostgres({ durable: true }));
    const kafka = o.kafka ? await ownKafka() : undefined;
    if (kafka) keep(kafka);
    if (o.kafka && !kafka) throw new Error('--kafka needs Docker, or Java 17 and Maven, or KAFKA_BROKERS; without it the Postgres bus is used');
    const bus: BusChoice = kafka ? { kind: 'kafka', brokers: kafka.brokers } : { kind: 'postgres' };
    const stack = keep(await startStack({ ownerUrl: await postgres.createDatabase('paygraph'), bus, port: o.port, log }));
    return { shop: await openShop(stack), kafkaBrokers: kafka?.brokers ?? null };
  });
