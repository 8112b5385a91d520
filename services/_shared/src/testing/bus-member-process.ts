import { createLog } from '../log';
import { createKafkaBus } from '../messaging/kafka-bus';
import { createPostgresBus } from '../messaging/postgres-bus';
import type { BusAddress } from './bus-worlds';

const log = createLog({ service: 'bus-member', level: 'fatal' });

/** A member of a group in a process of its own, that says what it reads until it is killed. */
const main = async (): Promise<void> => {
  const [address = '', group = '', topic = ''] = process.argv.slice(2);
  const at = JSON.parse(address) as BusAddress;
  const bus = at.kind === 'kafka' ? createKafkaBus({ ...at, clientId: 'bus-member', log }) : createPostgresBus({ ...at, log });
  await bus.subscribe({ group, topics: [topic], from: 'earliest', onBatch: async (batch) => batch.forEach(({ value }) => process.stdout.write(`${value}\n`)) });
};

void main();
