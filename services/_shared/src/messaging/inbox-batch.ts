import type { Tx } from '../db/sql';
import { derivedId } from '../ids';
import { withTraceparent } from '../trace-context';
import { assertNever } from '../result';
import { topicOf } from './catalogue';
import type { Delivered } from './bus';
import { fromMessage, type InboundEvent } from './envelope';
import { keyName, loadKeys, markSeen, moveCursors, park, type Key, type ToPark } from './inbox-store';
import { decide, type KeyState } from './sequence';

/** `later`: what it needs is not here yet; tried again by itself. `never`: it cannot be applied; a person decides. */
export type Outcome = 'done' | 'ignored' | { later: string } | { never: string };
/** `tx` is bound to the event's merchant. A throw means "try again", with growing pauses. */
export type Handler = (tx: Tx, event: InboundEvent) => Promise<Outcome>;
export type Handlers = Readonly<Record<string, Handler>>;
export type ConsumerIdentity = Readonly<{ group: string; handlers: Handlers }>;

/** A message with what could be made of it; an unreadable one still has a key and an id of its own. */
export type Item = Key & Readonly<{ eventId: string; value: string; event?: InboundEvent; problem?: string }>;

export const toItem = ({ topic, key, value, partition, offset }: Delivered): Item => {
  const read = fromMessage({ topic, key, value });
  const base = { topic, aggregateId: key, value };
  if (read.ok) return { ...base, eventId: read.value.eventId, event: read.value };
  return { ...base, eventId: derivedId(topic, String(partition), offset), problem: read.error.reason };
};

/** The handler did not take this event: the batch is undone and gone through one by one. */
export class NotTaken extends Error {
  constructor(readonly reason: 'later' | 'never', readonly why: string) {
    super(why);
    this.name = 'NotTaken';
  }
}

/** Runs the event's handler in the trace that the event belongs to. */
export const applyEvent = async (tx: Tx, { group, handlers }: ConsumerIdentity, item: Item): Promise<void> => {
  const { event } = item;
  const handler = event && Object.hasOwn(handlers, event.type) ? handlers[event.type] : undefined;
  if (!event || !handler) return;
  tx.actFor(event.merchantId);
  const outcome = await withTraceparent(event.traceparent, `${group} ${event.type}`, () => handler(tx, event));
  if (outcome === 'done' || outcome === 'ignored') return;
  if ('later' in outcome) throw new NotTaken('later', outcome.later);
  if ('never' in outcome) throw new NotTaken('never', outcome.never);
  assertNever(outcome);
};

/** What a batch has done so far, written down once at its end. */
type Ledger = Readonly<{ tx: Tx; consumer: ConsumerIdentity; states: Map<string, KeyState>; moved: Map<string, Key & { last: number }>; parked: ToPark[] }>;

const setAside = (ledger: Ledger, entry: ToPark): void => {
  const name = keyName(entry);
  const state = ledger.states.get(name) ?? emptyKey;
  const parked = entry.version === undefined ? state.parked : new Set([...state.parked, entry.version]);
  ledger.states.set(name, { ...state, parked, unreadable: state.unreadable || entry.version === undefined });
  ledger.parked.push(entry);
};

const emptyKey: KeyState = { last: 0, parked: new Set(), unreadable: false };

const takeOne = async (ledger: Ledger, item: Item): Promise<void> => {
  const { event, problem, ...base } = item;
  if (!event) return setAside(ledger, { ...base, reason: 'never', error: problem });
  const name = keyName(item);
  const state = ledger.states.get(name) ?? emptyKey;
  const version = event.aggregateVersion;
  const decision = decide(state, version, topicOf(item.topic).compacted);
  if (decision === 'drop') return;
  if (decision !== 'apply') return setAside(ledger, { ...base, version, reason: decision });
  await applyEvent(ledger.tx, ledger.consumer, item);
  ledger.states.set(name, { ...state, last: version });
  ledger.moved.set(name, { topic: item.topic, aggregateId: item.aggregateId, last: version });
};

/**
 * Takes a batch in the caller's transaction: inbox rows, sequence cursors, parked events and the handlers' effects commit together.
 * @throws NotTaken, or what a handler throws; nothing of the batch may be saved then.
 */
export const takeBatch = async (tx: Tx, consumer: ConsumerIdentity, items: readonly Item[]): Promise<void> => {
  const { group } = consumer;
  const keys = new Map(items.map(({ topic, aggregateId }) => [keyName({ topic, aggregateId }), { topic, aggregateId }]));
  const [states, fresh] = await Promise.all([loadKeys(tx, group, [...keys.values()]), markSeen(tx, group, items.map(({ eventId }) => eventId))]);
  const ledger: Ledger = { tx, consumer, states, moved: new Map(), parked: [] };
  for (const item of items) {
    // Deleted so that a second copy within this batch is old news too.
    if (fresh.delete(item.eventId)) await takeOne(ledger, item);
  }
  park(tx, group, ledger.parked);
  moveCursors(tx, group, [...ledger.moved.values()]);
};

export type Failure = Readonly<{ reason: 'retry' | 'later' | 'never'; error: string }>;
export type FailedItem = Readonly<{ group: string; item: Item; failure: Failure }>;

export const failureOf = (error: unknown): Failure =>
  error instanceof NotTaken ? { reason: error.reason, error: error.why } : { reason: 'retry', error: error instanceof Error ? error.message : 'not an Error' };

/** Puts one event aside that its handler did not take, and everything of its key behind it. */
export const parkFailed = async (tx: Tx, { group, item, failure }: FailedItem): Promise<void> => {
  await Promise.all([loadKeys(tx, group, [item]), markSeen(tx, group, [item.eventId])]);
  park(tx, group, [{ topic: item.topic, aggregateId: item.aggregateId, eventId: item.eventId, value: item.value, version: item.event?.aggregateVersion, ...failure }]);
};
