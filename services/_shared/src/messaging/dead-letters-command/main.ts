import { z } from 'zod';
import { openDatabase, type Database } from '../../db/database';
import { readEnv } from '../../env';
import { createLog } from '../../log';
import { discardDeadLetter, listDeadLetters, replayDeadLetters } from '../dead-letters';

const usage = `Dead letters of a service: events that it could not apply. Needs SERVICE (its schema) and DATABASE_URL (its role).
  list            what is parked and why
  replay [id…]    tries these again, or all that wait for a decision
  discard id…     goes on without these; what they would have done stays undone
`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const list = async (db: Database): Promise<void> => {
  const letters = await listDeadLetters(db);
  for (const { id, group, topic, aggregateId, aggregateVersion, reason, error, tries, behind } of letters) {
    say(`${id}  ${group}  ${topic}  ${aggregateId} v${aggregateVersion ?? '?'}  ${reason} after ${tries} tries, ${behind} behind: ${error ?? ''}`);
  }
  say(`${letters.length} dead letter(s)`);
};

const commands: Readonly<Record<string, (db: Database, ids: readonly string[]) => Promise<void>>> = {
  list,
  replay: async (db, ids) => say(`${await replayDeadLetters(db, ids.length > 0 ? { ids } : {})} will be tried again`),
  discard: async (db, ids) => {
    for (const id of ids) say(`${id}: ${(await discardDeadLetter(db, id)) ? 'discarded' : 'is not there'}`);
  },
};

const main = async (): Promise<void> => {
  const [name = '', ...ids] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command || ids.some((id) => !/^\d+$/.test(id))) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  const { SERVICE, DATABASE_URL } = readEnv({ SERVICE: z.string().regex(/^[a-z_]+$/), DATABASE_URL: z.string().startsWith('postgres') }, process.env);
  const db = await openDatabase({ service: SERVICE, url: DATABASE_URL, poolSize: 1, log: createLog({ service: SERVICE, level: 'warn' }) });
  await command(db, ids).finally(() => db.stop());
};

void main();
