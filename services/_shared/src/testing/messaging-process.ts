import { crashPointsFrom } from '../crash-points';
import { openDatabase } from '../db/database';
import { createLog } from '../log';
import { registerEventCatalogue } from '../messaging/events';
import { startConsumer } from '../messaging/inbox';
import { createPostgresBus } from '../messaging/postgres-bus';
import { startRelay } from '../messaging/relay';
import { recordEffect } from './messaging-effects';
import { testCatalogue, thingTopic } from './messaging-catalogue';

/** A process that relays and reads until it is killed: the tests kill it at a named point, as a power cut would. */
const main = async (): Promise<void> => {
  const [service = '', databaseUrl = '', busUrl = '', crashAt] = process.argv.slice(2);
  const log = createLog({ service, level: 'fatal' });
  const crash = crashPointsFrom(crashAt);
  registerEventCatalogue(testCatalogue);
  const db = await openDatabase({ service, url: databaseUrl, poolSize: 3, log });
  const bus = createPostgresBus({ url: busUrl, log });
  startRelay({ db, bus, log, crash });
  await startConsumer({ db, bus, group: `${service}.reader`, topics: [thingTopic], handlers: { ThingChanged: recordEffect('process') }, log, crash });
};

void main();
