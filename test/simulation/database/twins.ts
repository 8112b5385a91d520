import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@paygraph/shared/db/database';
import type { Bus, BusMessage } from '@paygraph/shared/messaging/bus';
import { startRelay } from '@paygraph/shared/messaging/relay';
import { silentLog } from '../engine/node';
import type { Random } from '../engine/random';
import { messageStatements } from './kernel-messages';
import { workStatements } from './kernel-work';
import { openMemory } from './open';
import { finderOf, type Statements } from './statements';
import { Store } from './store';

/** The double of a service's database, alone: nobody schedules it, a lock is waited for as in life. */
export const doubleOf = (service: string, statements: Statements): Database => {
  const store = new Store(() => Date.now());
  const released = async (_: unknown, key: string): Promise<void> => {
    while (store.holderOf(key) !== undefined) await pause(1);
  };
  return openMemory({ service, store, find: finderOf({ ...workStatements, ...messageStatements, ...statements }), control: { at: () => undefined, released }, owner: 'alone' });
};

/** What an act came to, in a form that both databases can share: no clock, no numbers drawn, errors by what callers look at. */
export const outcomeOf = async (act: () => Promise<unknown>): Promise<unknown> => {
  try {
    return plain(await act());
  } catch (error) {
    const { code, constraint, name, message } = error as { code?: string; constraint?: string; name: string; message: string };
    return code === undefined ? { error: name, message } : { error: code, constraint: code === '23505' ? constraint : undefined };
  }
};

const plain = (value: unknown): unknown => {
  if (value instanceof Map) return [...value].map(plain);
  if (value instanceof Set) return [...value].map(plain).sort();
  if (value instanceof Date) return 'a moment';
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
};

/** An act that both databases are asked for; what it draws it draws before, once for both. */
export type Act = Readonly<{ name: string; draw: (random: Random) => (db: Database) => Promise<unknown> }>;

/** All that waits in the outbox, as the real relay would send it. */
export const relayed = async (db: Database): Promise<string[]> => {
  const sent: string[] = [];
  const publish = (messages: readonly BusMessage[]): Promise<void> => {
    for (const { value } of messages) {
      const { aggregateId, aggregateVersion, type } = JSON.parse(value) as Record<string, unknown>;
      sent.push(`${String(aggregateId)} ${String(aggregateVersion)} ${String(type)}`);
    }
    return Promise.resolve();
  };
  const bus = { kind: 'kafka', publish, ensureTopics: () => Promise.resolve() } as unknown as Bus;
  const relay = startRelay({ db, bus, log: silentLog, crash: () => undefined });
  while ((await db.query('SELECT FROM outbox LIMIT 1')).length > 0) await pause(5);
  await relay.stop();
  return sent.sort();
};
