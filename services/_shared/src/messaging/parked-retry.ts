import type { Database, Tx } from '../db/database';
import type { Log } from '../log';
import type { Bus } from './bus';
import { topicOf } from './catalogue';
import { applyEvent, failureOf, type ConsumerIdentity } from './inbox-batch';
import { moveCursors } from './inbox-store';
import { startLoop, type Loop } from './loop';
import { findDue, headOf, lockParked, postpone, toParkedItem, unpark, type ParkedRow, type Postponed } from './parked-store';
import { requestResync, type ResyncRequest } from './resync';
import { wakes } from './wakes';

export type ParkedRetryOptions = Readonly<{ db: Database; bus: Bus; log: Log; consumer: ConsumerIdentity }>;

const pollMs = 250;
const stepMax = 50;
/** Tries after which waiting is no longer usual: several minutes by the pauses of parked-store.ts. */
const longWait = 10;
type Due = Pick<ParkedRow, 'id' | 'topic' | 'aggregate_id'>;

type Tell = (row: ParkedRow, why: Postponed) => void;
type Trying = Readonly<{ consumer: ConsumerIdentity; tell: Tell }>;
type Waiting = Trying & Readonly<{ row: ParkedRow; version: number; last: number }>;

const waitForOthers = async (tx: Tx, { consumer: { group }, tell, row, version, last }: Waiting): Promise<ResyncRequest | undefined> => {
  const key = { topic: row.topic, aggregateId: row.aggregate_id };
  const head = await headOf(tx, group, key);
  const isHead = !head.unreadable && head.version === version;
  const why: Postponed = { reason: isHead ? 'gap' : 'behind', version, error: isHead ? `Version ${last + 1} has not come` : undefined };
  await postpone(tx, row, why);
  if (!isHead) return undefined;
  tx.afterCommit(() => tell(row, why));
  return { ...key, fromVersion: last + 1 };
};

/** Tries one parked event again. Gives back what to ask the writer for, when the event waits for one that never came. */
const attempt = async (tx: Tx, trying: Trying, due: Due): Promise<ResyncRequest | 'busy' | undefined> => {
  const { consumer } = trying;
  const { group } = consumer;
  const locked = await lockParked(tx, group, due);
  if (!locked) return 'busy';
  const { row, last } = locked;
  const item = toParkedItem(row);
  if (!item.event) return void (await postpone(tx, row, { reason: 'never', error: item.problem }));
  const version = item.event.aggregateVersion;
  if (version <= last) return void (await unpark(tx, group, row));
  if (version > last + 1 && !topicOf(row.topic).compacted) return waitForOthers(tx, { ...trying, row, version, last });
  await applyEvent(tx, consumer, item);
  moveCursors(tx, group, [{ topic: row.topic, aggregateId: row.aggregate_id, last: version }]);
  await unpark(tx, group, row);
  return undefined;
};

/** Tries parked events again when they are due: after a growing pause, when what they waited for came, or by a command. */
export const startParkedRetry = ({ db, bus, log, consumer }: ParkedRetryOptions): Loop => {
  const { group } = consumer;

  /** Of each event people are told once: when it can never be applied, or when it waits longer than is usual. How many there are says `/metrics`. */
  const tell: Tell = ({ topic, event_id: eventId, tries }, { reason, error }) => {
    const isAlarming = reason === 'never' || tries === longWait;
    log[isAlarming ? 'error' : 'debug']({ group, topic, eventId, reason, tries, problem: error }, 'an event still cannot be applied');
  };
  const failed = async (due: Due, error: unknown): Promise<void> => {
    const failure = failureOf(error);
    await db.transaction('system', async (tx) => {
      const locked = await lockParked(tx, group, due);
      if (!locked) return;
      await postpone(tx, locked.row, failure);
      tx.afterCommit(() => tell(locked.row, failure));
    });
  };
  /** False when another member has the key in hand. */
  const retry = async (due: Due): Promise<boolean> => {
    try {
      const request = await db.transaction('system', (tx) => attempt(tx, { consumer, tell }, due));
      if (request === 'busy') return false;
      if (request) await requestResync(bus, request).catch((error: unknown) => log.warn({ err: error, group, topic: due.topic }, 'a resync could not be asked for; it will be again'));
    } catch (error) {
      await failed(due, error);
    }
    return true;
  };
  const step = async (): Promise<boolean> => {
    const due = await findDue(db, group, stepMax);
    let moved = false;
    for (const row of due) moved = (await retry(row)) || moved;
    return moved;
  };

  const loop = startLoop({ step, pollMs, onError: (error) => log.warn({ err: error, group }, 'parked events cannot be tried') });
  const off = wakes(db).on('parked', loop.wake);
  return {
    wake: loop.wake,
    stop: () => {
      off();
      return loop.stop();
    },
  };
};
