import { createLog } from '../log';
import type { SubscribeOptions } from '../messaging/bus';
import { createKafkaBus } from '../messaging/kafka-bus';
import { createPostgresBus } from '../messaging/postgres-bus';
import type { BusAddress } from './bus-worlds';

const log = createLog({ service: 'bus-member', level: 'fatal' });

/** A member of a group in a process of its own, that says what it reads until it is killed. With `never-finish` its first batch stays in its hands. */
const main = async (): Promise<void> => {
  const [address = '', group = '', topic = '', how = ''] = process.argv.slice(2);
  const at = JSON.parse(address) as BusAddress;
  const bus = at.kind === 'kafka' ? createKafkaBus({ ...at, clientId: 'bus-member', log }) : createPostgresBus({ ...at, log });
  const onBatch: SubscribeOptions['onBatch'] = async (batch) => {
    batch.forEach(({ value }) => process.stdout.write(`${value}\n`));
    if (how === 'never-finish') await new Promise(() => undefined);
  };
  await bus.subscribe({ group, topics: [topic], from: 'earliest', onBatch });
};

void main();
